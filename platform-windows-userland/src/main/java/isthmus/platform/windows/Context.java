package isthmus.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;

/** The registers of a stopped thread as Windows keeps them: CONTEXT of winnt.h for x86-64. One thread at a time uses it. */
final class Context {
    private static final int BYTES = 1232, ALIGNMENT = 16;
    /** CONTEXT_AMD64 with CONTEXT_CONTROL, CONTEXT_INTEGER and CONTEXT_FLOATING_POINT. */
    private static final int CONTROL_AND_INTEGER = 0x100003, FLOATING_POINT = 0x100008;

    private static final int FLAGS = 0x30,
            SEG_CS = 0x38,
            SEG_SS = 0x42,
            EFLAGS = 0x44,
            RSP = 0x98,
            RBX = 0x90,
            RIP = 0xf8;
    private static final int MXCSR = 0x100 + 24, STATUS_WORD = 0x100 + 2;
    private static final short CS = 0x33, SS = 0x2b;
    private static final int PLAIN_FLAGS = 0x202;
    /** Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8 to R15 and Rip follow each other; where each is in a slot. */
    private static final int FIRST_REGISTER = 0x78;

    private static final int[] SLOT_PLACES = {
        SlotLayout.AT_RAX,
        SlotLayout.AT_RCX,
        SlotLayout.AT_RDX,
        SlotLayout.AT_RBX,
        SlotLayout.AT_RSP,
        SlotLayout.AT_RBP,
        SlotLayout.AT_RSI,
        SlotLayout.AT_RDI,
        SlotLayout.AT_R8,
        SlotLayout.AT_R9,
        SlotLayout.AT_R10,
        SlotLayout.AT_R11,
        SlotLayout.AT_R12,
        SlotLayout.AT_R13,
        SlotLayout.AT_R14,
        SlotLayout.AT_R15,
        SlotLayout.AT_RIP
    };

    private final Memory memory = new Memory(BYTES + ALIGNMENT);
    private final Pointer context;
    private final long address;

    Context() {
        memory.clear();
        long start = Pointer.nativeValue(memory);
        address = start + ALIGNMENT - 1 & -ALIGNMENT;
        context = memory.share(address - start);
    }

    /** Reads a thread's registers; false if it is gone. */
    boolean read(long thread) {
        context.setInt(FLAGS, CONTROL_AND_INTEGER);
        return Nt.NtGetContextThread(thread, address) >= 0;
    }

    long rip() {
        return context.getLong(RIP);
    }

    void toSlot(Slot slot) {
        for (int i = 0; i < SLOT_PLACES.length; i++) {
            slot.putLong(SLOT_PLACES[i], context.getLong(FIRST_REGISTER + 8L * i));
        }
        slot.putLong(SlotLayout.AT_RFLAGS, context.getInt(EFLAGS) & 0xffffffffL);
    }

    /** A general register that {@link #toSlot} has put there, numbered as the processor does. */
    static long register(Slot slot, int number) {
        return slot.getLong(SLOT_PLACES[number]);
    }

    /** Sends the thread to a place in the stub, with its slot in rbx. False if it is gone. */
    boolean redirect(long thread, Slot slot, long rip) {
        context.setInt(FLAGS, CONTROL_AND_INTEGER);
        context.setShort(SEG_CS, CS);
        context.setShort(SEG_SS, SS);
        context.setInt(EFLAGS, PLAIN_FLAGS);
        context.setLong(RBX, slot.stubAddress());
        context.setLong(RSP, slot.stubAddress() + SlotLayout.STACK_TOP);
        context.setLong(RIP, rip);
        return Nt.NtSetContextThread(thread, address) >= 0;
    }

    /** MXCSR, and above it the x87 status word, of a thread that is stopped; 0 if it is gone. */
    long floatingPoint(long thread) {
        context.setInt(FLAGS, FLOATING_POINT);
        if (Nt.NtGetContextThread(thread, address) < 0) {
            return 0;
        }
        return context.getInt(MXCSR) & 0xffffffffL | (context.getShort(STATUS_WORD) & 0xffffL) << 32;
    }
}

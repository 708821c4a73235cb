package isthmus.linux.signal;

import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Signal frames of x86-64: {@code struct rt_sigframe} as the kernel's {@code asm/sigframe.h} and the C library's {@code
 * ucontext_t} have it, with the extended state above it. Used by the thread that serves the task.
 */
final class SignalFrame {
    /** Return address, ucontext (304 bytes), siginfo. */
    static final int BYTES = 440;

    static final int UCONTEXT = 8, STACK = UCONTEXT + 16, GREGS = UCONTEXT + 40, SIGMASK = UCONTEXT + 296;
    static final int SIGINFO = UCONTEXT + 304;
    /** Within the general registers: {@code cs gs fs ss}, 16 bits each; then error, trap, old mask, cr2, FP pointer. */
    static final int CSGSFS = GREGS + 144, ERR = CSGSFS + 8, TRAPNO = ERR + 8, OLDMASK = TRAPNO + 8, CR2 = OLDMASK + 8;

    static final int FPSTATE = CR2 + 8;

    private static final long UC_FP_XSTATE = 1, UC_SIGCONTEXT_SS = 2, UC_STRICT_RESTORE_SS = 4;
    /** User code and stack segments of 64-bit programs. */
    private static final long SEGMENTS = 0x002b_0000_0000_0033L;

    private static final int USER_CS = 0x33;
    /** What nobody may write below the stack pointer (System V ABI, AMD64, 3.2.2). */
    private static final int RED_ZONE = 128;

    private static final long DF = 1 << 10, TF = 1 << 8, RF = 1 << 16;
    /** What a handler may change: AC OF DF TF SF ZF AF PF CF RF. */
    private static final long CHANGEABLE_FLAGS = 0x40000 | 0x800 | DF | TF | 0x80 | 0x40 | 0x10 | 0x4 | 0x1 | RF;

    private final Task task;
    private final TaskSignals signals;
    private final byte[] frame = new byte[BYTES];
    private final ByteBuffer fields = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    private ExtendedState extended;

    SignalFrame(Task task, TaskSignals signals) {
        this.task = task;
        this.signals = signals;
    }

    /**
     * Makes the guest enter a handler.
     *
     * @param mask what the frame keeps as the mask to return to
     * @return false if the stack cannot take the frame or the action has no restorer; then nothing has changed
     */
    boolean push(SigInfo info, SigAction action, long mask) {
        if (!action.has(SigAction.SA_RESTORER)) {
            return false;
        }
        Registers registers = task.registers();
        ExtendedState state = extendedState();
        long oldSp = registers.get(Registers.RSP);
        AltStack alt = signals.altStack();
        long sp = oldSp - RED_ZONE;
        boolean nested = alt.isActive(sp);
        boolean entering = action.has(SigAction.SA_ONSTACK) && alt.state(sp) == 0;
        if (entering) {
            sp = alt.base() + alt.size();
        }
        long fpstate = sp - state.frameBytes() & -64L;
        long start = (fpstate - BYTES & -16L) - 8;
        if ((nested || entering) && !alt.covers(start)) {
            return false;
        }
        fill(info, action, mask, fpstate);
        GuestMemory memory = task.memory();
        try {
            memory.write(fpstate, state.save(task.thread()), 0, state.frameBytes());
            memory.write(start, frame, 0, action.has(SigAction.SA_SIGINFO) ? BYTES : SIGINFO);
        } catch (ErrnoException e) {
            return false;
        }
        if ((alt.flags() & AltStack.SS_AUTODISARM) != 0) {
            signals.setAltStack(AltStack.NONE);
        }
        state.reset(task.thread());
        registers.set(Registers.RDI, info.signo());
        registers.set(Registers.RSI, start + SIGINFO);
        registers.set(Registers.RDX, start + UCONTEXT);
        registers.set(Registers.RAX, 0);
        registers.set(Registers.RSP, start);
        registers.set(Registers.RIP, action.handler());
        registers.set(Registers.RFLAGS, registers.get(Registers.RFLAGS) & ~(DF | RF | TF));
        return true;
    }

    private void fill(SigInfo info, SigAction action, long mask, long fpstate) {
        Registers registers = task.registers();
        TaskSignals.FaultRecord fault = signals.lastFault();
        fields.putLong(0, action.restorer());
        fields.putLong(UCONTEXT, UC_FP_XSTATE | UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS);
        fields.putLong(UCONTEXT + 8, 0);
        AltStack alt = signals.altStack();
        fields.putLong(STACK, alt.base());
        fields.putLong(STACK + 8, Integer.toUnsignedLong(alt.flags()));
        fields.putLong(STACK + 16, alt.size());
        for (int i = 0; i <= Registers.RFLAGS; i++) {
            fields.putLong(GREGS + 8 * i, registers.get(i));
        }
        fields.putLong(CSGSFS, SEGMENTS);
        fields.putLong(ERR, fault.errorCode);
        fields.putLong(TRAPNO, fault.trap);
        fields.putLong(OLDMASK, mask);
        fields.putLong(CR2, fault.address);
        fields.putLong(FPSTATE, fpstate);
        fields.putLong(SIGMASK, mask);
        System.arraycopy(info.encode(), 0, frame, SIGINFO, SigInfo.BYTES);
    }

    /**
     * rt_sigreturn(2): brings back what the frame at the stack pointer holds.
     *
     * @return false if the frame is bad: SIGSEGV is due
     */
    boolean pop() {
        Registers registers = task.registers();
        ExtendedState state = extendedState();
        GuestMemory memory = task.memory();
        try {
            memory.read(registers.get(Registers.RSP) - 8, frame, 0, BYTES);
            signals.setBlocked(fields.getLong(SIGMASK));
            if ((fields.getShort(CSGSFS) & 0xffff | 3) != USER_CS) {
                return false; // another mode of the processor, or none
            }
            for (int i = 0; i < Registers.RFLAGS; i++) {
                registers.set(i, fields.getLong(GREGS + 8 * i));
            }
            long flags = registers.get(Registers.RFLAGS) & ~CHANGEABLE_FLAGS;
            registers.set(Registers.RFLAGS, flags | fields.getLong(GREGS + 8 * Registers.RFLAGS) & CHANGEABLE_FLAGS);
            if (!state.restore(task.thread(), memory, fields.getLong(FPSTATE))) {
                return false;
            }
        } catch (ErrnoException e) {
            return false;
        }
        restoreAltStack();
        return true;
    }

    private void restoreAltStack() {
        AltStack saved = new AltStack(fields.getLong(STACK), fields.getInt(STACK + 8), fields.getLong(STACK + 16));
        try {
            signals.changeAltStack(saved, task.registers().get(Registers.RSP));
        } catch (ErrnoException e) {
            // As in Linux: a stack that cannot be set leaves the present one.
        }
    }

    private ExtendedState extendedState() {
        if (extended == null) {
            extended = new ExtendedState(task.thread());
        }
        return extended;
    }
}

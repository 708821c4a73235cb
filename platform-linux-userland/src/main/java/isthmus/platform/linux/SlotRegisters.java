package isthmus.platform.linux;

import isthmus.core.south.Registers;

/**
 * A guest thread's registers between two runs. They lie either in the slot (after a patched call) or in a signal frame on
 * the slot's signal stack; what has been read is kept here, so that the guest cannot change it any more.
 */
final class SlotRegisters implements Registers {
    private static final int ALL = (1 << COUNT) - 1;
    /** The order of {@link Registers} in the slot. */
    private static final int[] SLOT_OFFSETS = {
        Layout.AT_R8,
        Layout.AT_R9,
        Layout.AT_R10,
        Layout.AT_R11,
        Layout.AT_R12,
        Layout.AT_R13,
        Layout.AT_R14,
        Layout.AT_R15,
        Layout.AT_RDI,
        Layout.AT_RSI,
        Layout.AT_RBP,
        Layout.AT_RBX,
        Layout.AT_RDX,
        Layout.AT_RAX,
        Layout.AT_RCX,
        Layout.AT_RSP,
        Layout.AT_RIP,
        Layout.AT_RFLAGS,
        Layout.FS_BASE
    };
    /** {@code uc_mcontext.gregs} in a {@code ucontext_t}. */
    private static final int GREGS = 40;
    /** What a guest may set in the flags: CF PF AF ZF SF DF OF AC ID, and always bit 1 and IF. */
    private static final long USER_FLAGS = 0x240cd5L;

    private static final long FIXED_FLAGS = 0x202;

    private final Slot slot;
    private final long[] values = new long[COUNT];
    private int known;
    private int changed;
    /** Offset of the ucontext in the slot, or -1 where the registers are in the slot itself. */
    private int frame = -1;
    /** Whether the guest waits for the answer to a patched call, so that rcx and r11 may change. */
    private boolean afterCall;

    SlotRegisters(Slot slot) {
        this.slot = slot;
    }

    /** @param inCall whether the guest came by a patched call; else it needs rcx and r11 back too */
    void readFromSlot(boolean inCall) {
        afterCall = inCall;
        frame = -1;
        known = 0;
        changed = 0;
    }

    void readFromFrame(int ucontext) {
        afterCall = false;
        frame = ucontext;
        known = 0;
        changed = 0;
    }

    /** Nothing is known: the caller will set them all. */
    void clear() {
        afterCall = false;
        frame = -1;
        java.util.Arrays.fill(values, 0);
        known = ALL;
        changed = ALL;
    }

    @Override
    public long get(int register) {
        int bit = 1 << register;
        if ((known & bit) == 0) {
            values[register] = load(register);
            known |= bit;
        }
        return values[register];
    }

    private long load(int register) {
        if (frame < 0 || register == FS_BASE) {
            return slot.getLong(SLOT_OFFSETS[register]);
        }
        return slot.getLong(frame + GREGS + 8 * register);
    }

    @Override
    public void set(int register, long value) {
        values[register] = value;
        known |= 1 << register;
        changed |= 1 << register;
    }

    /** Whether the short way back to the guest is enough: nothing but the result was set after a patched call. */
    boolean onlyResultChanged() {
        return afterCall && (changed & ~(1 << RAX)) == 0;
    }

    void storeResult() {
        if ((changed & 1 << RAX) != 0) {
            slot.putLong(Layout.AT_RAX, values[RAX]);
        }
        changed = 0;
    }

    /** Puts everything into the slot, for the long way back. */
    void storeAll() {
        for (int register = 0; register < COUNT; register++) {
            long value = get(register);
            if (register == RFLAGS) {
                value = value & USER_FLAGS | FIXED_FLAGS;
            }
            slot.putLong(SLOT_OFFSETS[register], value);
        }
        changed = 0;
    }
}

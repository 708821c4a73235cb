package isthmus.core.handoff;

import isthmus.core.south.Registers;

/**
 * A guest thread's registers between two runs. They lie either in their places in the slot or elsewhere in it, in the
 * order of {@link Registers}; what has been read is kept here, so that the guest cannot change it any more.
 */
public final class SlotRegisters implements Registers {
    private static final int ALL = (1 << COUNT) - 1;
    /** The order of {@link Registers} in the slot. */
    private static final int[] SLOT_OFFSETS = {
        SlotLayout.AT_R8,
        SlotLayout.AT_R9,
        SlotLayout.AT_R10,
        SlotLayout.AT_R11,
        SlotLayout.AT_R12,
        SlotLayout.AT_R13,
        SlotLayout.AT_R14,
        SlotLayout.AT_R15,
        SlotLayout.AT_RDI,
        SlotLayout.AT_RSI,
        SlotLayout.AT_RBP,
        SlotLayout.AT_RBX,
        SlotLayout.AT_RDX,
        SlotLayout.AT_RAX,
        SlotLayout.AT_RCX,
        SlotLayout.AT_RSP,
        SlotLayout.AT_RIP,
        SlotLayout.AT_RFLAGS,
        SlotLayout.FS_BASE
    };
    /** What a guest may set in the flags: CF PF AF ZF SF DF OF AC ID, and always bit 1 and IF. */
    private static final long USER_FLAGS = 0x240cd5L;

    private static final long FIXED_FLAGS = 0x202;

    private final Slot slot;
    private final long[] values = new long[COUNT];
    private int known;
    private int changed;
    /** Offset in the slot where they lie in a row, or -1 where each is in its place. */
    private int row = -1;
    /** Whether the guest waits for the answer to a patched call, so that rcx and r11 may change. */
    private boolean afterCall;

    public SlotRegisters(Slot slot) {
        this.slot = slot;
    }

    /** @param inCall whether the guest came by a patched call; else it needs rcx and r11 back too */
    public void readFromSlot(boolean inCall) {
        afterCall = inCall;
        row = -1;
        known = 0;
        changed = 0;
    }

    /** All but the FS base lie in a row, in the order of {@link Registers}, at this offset in the slot. */
    public void readFromRow(int offset) {
        afterCall = false;
        row = offset;
        known = 0;
        changed = 0;
    }

    /** Nothing is known: the caller will set them all. */
    public void clear() {
        afterCall = false;
        row = -1;
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
        if (row < 0 || register == FS_BASE) {
            return slot.getLong(SLOT_OFFSETS[register]);
        }
        return slot.getLong(row + 8 * register);
    }

    @Override
    public void set(int register, long value) {
        values[register] = value;
        known |= 1 << register;
        changed |= 1 << register;
    }

    /** Whether the short way back to the guest is enough: nothing but the result was set after a patched call. */
    public boolean onlyResultChanged() {
        return afterCall && (changed & ~(1 << RAX)) == 0;
    }

    /** Puts the result into the slot, for the short way back. */
    public void storeResult() {
        if ((changed & 1 << RAX) != 0) {
            slot.putLong(SlotLayout.AT_RAX, values[RAX]);
        }
        changed = 0;
    }

    /** Puts everything into the slot, for the long way back. */
    public void storeAll() {
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

package isthmus.core.south.mock;

import isthmus.core.south.Registers;

/** Registers kept in an array, all zero at first. */
public final class ArrayRegisters implements Registers {
    private final long[] values = new long[COUNT];

    /** All of them; a copy. */
    public long[] values() {
        return values.clone();
    }

    @Override
    public long get(int register) {
        return values[register];
    }

    @Override
    public void set(int register, long value) {
        values[register] = value;
    }
}

package isthmus.core.patch;

import isthmus.core.ErrnoException;

/** An instruction that was carried out for the guest cannot access its memory. Nothing has changed. */
public final class InvalidAccess extends Exception {
    private static final long serialVersionUID = 1L;
    private final long address;
    private final int bytes;
    private final boolean writes;

    InvalidAccess(long address, int bytes, boolean writes, ErrnoException cause) {
        super(cause);
        this.address = address;
        this.bytes = bytes;
        this.writes = writes;
    }

    /** Of the first byte of the operand. */
    public long address() {
        return address;
    }

    /** Size of the operand. */
    public int bytes() {
        return bytes;
    }

    /** Whether the instruction writes to its operand, even if it reads it first: the processor asks for both at once. */
    public boolean writes() {
        return writes;
    }
}

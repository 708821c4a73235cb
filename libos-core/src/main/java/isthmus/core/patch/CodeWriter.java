package isthmus.core.patch;

/** Writes to the code of an address space, which stands still meanwhile. */
public interface CodeWriter {
    /** Replaces bytes of private memory that is there. */
    void write(long address, byte[] code);
}

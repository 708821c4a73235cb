package isthmus.core.patch;

/** Code that is about to become executable, and its surroundings. Its address space stands still meanwhile. */
public interface CodeRegion extends CodeWriter {
    long start();

    long end();

    /** The region's bytes. */
    byte[] bytes();

    /** Copies bytes of any mapping that may be executed; how many there were, from the start. */
    int read(long address, byte[] target);

    /** Whether a page of the region can be executed already, so that it must not change. */
    boolean isExecutable(long address);

    /** Whether it shows a file, as compilers and linkers make them. */
    boolean isFile();

    /** Start and end of the function that contains an address; null if none is known. */
    long[] function(long address);

    /** Whether something outside of the function could branch to an address. */
    boolean mayBeTarget(long address);

    /** Fresh memory, all zero, for code of ours within 2 GiB of {@code near}; 0 if there is no room. */
    long allocateHidden(long near, long bytes);

    /** Writes to memory from {@link #allocateHidden}. */
    void writeHidden(long address, byte[] bytes);

    /** Writes eight bytes to it at once, in the order of this processor; the address is a multiple of eight. */
    void writeCell(long address, long value);
}

package isthmus.core.patch;

/** What the patcher needs of an address space. */
public interface CodeSpace {
    /** Copies code as the processor sees it, whatever its protection; returns how many bytes could be read, from the start. */
    int readCode(long address, byte[] target);

    /**
     * Replaces code in one page, privately to this address space, such that a thread that runs there sees all of the old or all of
     * the new.
     *
     * @param expected what stands there, in the same page; at least as long as {@code code}
     * @param done runs when that is done, before the address space can change
     * @return false if something else stands there, it is no code in private memory that the guest may execute and not write, or
     *     there is no memory for a copy
     */
    boolean replace(long address, byte[] expected, byte[] code, Runnable done);

    /**
     * Fresh executable memory within 2 GiB of {@code near}, which the guest's own calls do not see; 0 if there is no room.
     *
     * @param bytes a multiple of 4096
     */
    long allocateHidden(long near, long bytes);

    /** Writes to memory from {@link #allocateHidden} to which nobody has been led; false if there is no memory for a copy. */
    boolean writeHidden(long address, byte[] code);
}

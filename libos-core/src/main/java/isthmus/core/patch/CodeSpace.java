package isthmus.core.patch;

/** What the patcher needs of an address space. */
public interface CodeSpace {
    /** Copies code as the processor sees it, whatever its protection; returns how many bytes could be read, from the start. */
    int readCode(long address, byte[] target);

    /**
     * Replaces code, privately to this address space and whatever the protection, such that a thread that runs there sees
     * all of the old or all of the new. False if there is no private executable memory.
     */
    boolean patchCode(long address, byte[] code);

    /**
     * Fresh executable memory within 2 GiB of {@code near}, which the guest's own calls do not see; 0 if there is no room.
     *
     * @param bytes a multiple of 4096
     */
    long allocateHidden(long near, long bytes);
}

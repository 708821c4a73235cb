package isthmus.core.patch;

import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;

/**
 * What is known of the code of one address space that does not run where, or as, the guest has it. The guest is always
 * shown its own addresses: {@link #showGuest} before it sees an instruction pointer, {@link #toHost} before it runs on
 * from one.
 */
public interface PatchedCode {
    /** A copy for a forked address space, which has the same code. */
    PatchedCode copy();

    /** Whether nothing runs elsewhere, so that addresses need no translation. */
    boolean isEmpty();

    /** The guest's own instruction pointer for one that may lie in code of ours. */
    long toGuest(long rip);

    /** Makes registers what the guest would see, if they are those of code of ours. Some may lie on the guest's stack meanwhile. */
    void showGuest(Registers registers, GuestMemory memory);

    /** Where to run on for the guest's own instruction pointer; the same if it runs there. */
    long toHost(long rip);

    /** Code in this range is gone or changed by the guest: what is known of it no longer holds. */
    void forget(long address, long bytes);
}

package isthmus.core.memory;

import isthmus.core.ErrnoException;
import isthmus.core.patch.CodeSpace;
import isthmus.core.south.Protection;

/** The code of an address space, for the call-site patcher. */
final class SpaceCode implements CodeSpace {
    private final AddressSpace space;

    SpaceCode(AddressSpace space) {
        this.space = space;
    }

    @Override
    public int readCode(long address, byte[] target) {
        return Pages.byPages(address, target.length, (at, from, part) -> readPart(at, target, from, part));
    }

    private boolean readPart(long at, byte[] target, int from, int part) {
        try {
            space.memory().read(at, target, from, part);
            return true;
        } catch (ErrnoException e) {
            return false; // the mapping ends here
        }
    }

    @Override
    public boolean patchCode(long address, byte[] code) {
        try {
            return !space.isWritable(address)
                    && space.patchCode(address, code); // what the guest may write, it may change
        } catch (ErrnoException e) {
            return false; // no memory for a copy of the page
        }
    }

    @Override
    public long allocateHidden(long near, long bytes) {
        try {
            return space.mapHidden(near, bytes, Protection.READ | Protection.EXEC);
        } catch (ErrnoException e) {
            return 0; // no room
        }
    }
}

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
    public boolean replace(long address, byte[] expected, byte[] code, Runnable done) {
        try {
            return space.replaceCode(address, expected, code, done);
        } catch (ErrnoException e) {
            return false; // no memory for a copy of the page
        }
    }

    @Override
    public boolean writeHidden(long address, byte[] code) {
        try {
            return space.patchCode(address, code);
        } catch (ErrnoException e) {
            return false;
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

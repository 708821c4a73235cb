package isthmus.core.memory;

import isthmus.core.ErrnoException;
import isthmus.core.patch.CodeSpace;
import isthmus.core.south.Protection;

/** The code of an address space, for the call-site patcher. */
final class SpaceCode implements CodeSpace {
    private static final int PAGE = 4096;
    private final AddressSpace space;

    SpaceCode(AddressSpace space) {
        this.space = space;
    }

    @Override
    public int readCode(long address, byte[] target) {
        int done = 0;
        while (done < target.length) {
            long at = address + done;
            int part = (int) Math.min(target.length - done, PAGE - (at & PAGE - 1));
            try {
                space.memory().read(at, target, done, part);
            } catch (ErrnoException e) {
                return done; // the mapping ends here
            }
            done += part;
        }
        return done;
    }

    @Override
    public boolean patchCode(long address, byte[] code) {
        return !space.isWritable(address) && space.patchCode(address, code); // what the guest may write, it may change
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

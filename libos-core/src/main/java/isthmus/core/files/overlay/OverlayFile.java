package isthmus.core.files.overlay;

import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.tmpfs.MemoryFile;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A regular file of the base. Read straight from there until it is changed or mapped; then there is an object that takes
 * its contents from there block by block, when they are needed.
 */
final class OverlayFile extends MemoryFile {
    private final LowerNode lower;
    private final Place place;
    /** The base's contents count up to here; it only falls. */
    private volatile long lowerEnd;

    OverlayFile(Overlay overlay, LowerNode lower, Place place) {
        super(overlay, lower.stat());
        this.lower = lower;
        this.place = place;
        this.lowerEnd = lower.stat().size();
    }

    private Overlay overlay() {
        return (Overlay) fileSystem();
    }

    @Override
    protected void beforeChange() {
        if (place.isKept()) {
            return;
        }
        synchronized (overlay().treeLock()) {
            if (place.keep(this) && lower.stat().nlink() > 1) {
                overlay().keepLinked(this, lower);
            }
        }
        overlay().cache().remove(this);
    }

    // --- contents
    // -------------------------------------------------------------------------------------------------------

    @Override
    protected MemoryObject newData() {
        long end = lowerEnd;
        return end == 0
                ? super.newData()
                : new MemoryObject(overlay().services().memory(), this::fill, null, end);
    }

    /** Called with the object's lock held; takes no lock of this. */
    private void fill(long offset, ByteBuffer target) {
        long length = Math.min(target.remaining(), lowerEnd - offset);
        if (length <= 0) {
            return;
        }
        target.limit(target.position() + (int) length);
        long position = offset;
        while (target.hasRemaining()) {
            int done = lower.read(target, position);
            if (done == 0) {
                break;
            }
            position += done;
        }
    }

    @Override
    protected int readOriginal(ByteBuffer target, long position) {
        long left = lowerEnd - position;
        if (left <= 0) {
            return 0;
        }
        if (left >= target.remaining()) {
            return lower.read(target, position);
        }
        int limit = target.limit();
        target.limit(target.position() + (int) left);
        try {
            return lower.read(target, position);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    protected long originalSize() {
        return lowerEnd;
    }

    @Override
    protected void originalCut(long size) {
        lowerEnd = Math.min(lowerEnd, size);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // whether it is kept is not guarded by this lock
    protected long allocatedBytes() {
        return place.isKept()
                ? Math.max(size() + 4095 & -4096, super.allocatedBytes())
                : lower.stat().blocks() * 512;
    }

    @Override
    protected void mapped() {
        if (!place.isKept()) {
            overlay().cache().add(this);
        }
    }

    /** Bytes of cached contents; 0 if there are none. */
    long cachedBytes() {
        MemoryObject object = dataIfAny();
        return object == null ? 0 : object.allocatedBytes();
    }

    /** Gives cached contents up if they are unchanged and nobody uses them. */
    boolean dropCached() {
        synchronized (this) {
            MemoryObject object = dataIfAny();
            if (object == null || place.isKept()) {
                return true;
            }
            if (object.isMapped() || isHeld()) {
                return false;
            }
            dropData();
            return true;
        }
    }

    // --- the rest
    // ---------------------------------------------------------------------------------------------------------

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        if (OpenFlags.readable(flags) && dataIfAny() == null && lowerEnd > 0) {
            lower.prepare();
        }
        return super.open(path, flags, caller);
    }

    @Override
    protected void readBy() {
        if (place.isKept()) {
            super.readBy();
        }
    }

    @Override
    protected byte[] originalXattr(String name) {
        return lower.xattr(name);
    }

    @Override
    protected List<String> originalXattrNames() {
        return lower.xattrNames();
    }
}

package isthmus.core.files.overlay;

import isthmus.core.files.tmpfs.MemorySymlink;
import java.util.List;

/** A symbolic link of the base. */
final class OverlaySymlink extends MemorySymlink {
    private final Overlay overlay;
    private final LowerNode lower;
    private final Place place;

    OverlaySymlink(Overlay overlay, LowerNode lower, Place place) {
        super(overlay, lower.stat(), lower.readlink());
        this.overlay = overlay;
        this.lower = lower;
        this.place = place;
    }

    @Override
    protected void beforeChange() {
        synchronized (overlay.treeLock()) {
            place.keep(this);
        }
    }

    @Override
    protected long allocatedBytes() {
        return lower.stat().blocks() * 512;
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

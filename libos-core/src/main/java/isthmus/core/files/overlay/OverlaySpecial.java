package isthmus.core.files.overlay;

import isthmus.core.files.tmpfs.MemorySpecial;
import java.util.List;

/** A device node, FIFO or socket of the base. */
final class OverlaySpecial extends MemorySpecial {
    private final Overlay overlay;
    private final LowerNode lower;
    private final Place place;

    OverlaySpecial(Overlay overlay, LowerNode lower, Place place) {
        super(overlay, lower.stat());
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
    protected byte[] originalXattr(String name) {
        return lower.xattr(name);
    }

    @Override
    protected List<String> originalXattrNames() {
        return lower.xattrNames();
    }
}

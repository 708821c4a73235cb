package isthmus.core.files.overlay;

import isthmus.core.files.tmpfs.MemoryInode;

/**
 * Where the base has a node, and whether its counterpart was changed and must therefore be held by the directory there.
 * Guarded by the tree lock.
 */
final class Place {
    private final OverlayDirectory parent;
    /** Null for files with several names, which the overlay itself holds. */
    private final String name;

    private volatile boolean kept;

    Place(OverlayDirectory parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /** Whether the node was changed. */
    boolean isKept() {
        return kept;
    }

    /** The node is about to be changed; true the first time. The tree lock is held. */
    boolean keep(MemoryInode node) {
        if (kept) {
            return false;
        }
        kept = true;
        if (parent != null && name != null) {
            parent.keepChild(name, node);
        }
        return true;
    }
}

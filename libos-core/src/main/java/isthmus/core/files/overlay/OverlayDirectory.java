package isthmus.core.files.overlay;

import isthmus.core.files.DirectoryFile;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.Mode;
import isthmus.core.files.tmpfs.MemoryDirectory;
import isthmus.core.files.tmpfs.MemoryInode;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of the base, and what was changed in it. Names of the base keep their positions, in the order of its list;
 * new names come after them, from {@link #FIRST_OWN} on. The maps are changed under the tree lock and read without it.
 */
final class OverlayDirectory extends MemoryDirectory {
    private static final long FIRST_OWN = 1L << 32;

    private final LowerNode lower;
    private final Place place;
    /** Names of the base that were removed, or replaced by others. */
    private final Set<String> hidden = ConcurrentHashMap.newKeySet(0);
    /** Nodes under their names in the base that were changed, or have something changed below them. */
    private final Map<String, MemoryInode> kept = new ConcurrentHashMap<>(0);
    /** Unchanged nodes. */
    private final Map<String, WeakReference<MemoryInode>> seen = new ConcurrentHashMap<>(0);

    private int purgeAt = 64;
    /** The base's list, from the first time that it is read. */
    private volatile List<LowerNode.Entry> listing;

    OverlayDirectory(Overlay overlay, LowerNode lower, Place place) {
        super(overlay, lower.stat(), FIRST_OWN);
        this.lower = lower;
        this.place = place;
    }

    private Overlay overlay() {
        return (Overlay) fileSystem();
    }

    // --- look-up
    // --------------------------------------------------------------------------------------------------------

    @Override
    protected MemoryInode find(String name) {
        MemoryInode present = known(name);
        if (present != null || hidden.contains(name)) {
            return present;
        }
        LowerNode node = lower.lookup(name);
        if (node == null) {
            // A rename may have put the name here since the first look.
            return super.find(name);
        }
        synchronized (overlay().treeLock()) {
            present = known(name);
            if (present != null || hidden.contains(name)) {
                return present;
            }
            MemoryInode made = overlay().wrap(node, this, name);
            seen.put(name, new WeakReference<>(made));
            if (seen.size() > purgeAt) {
                seen.values().removeIf(reference -> reference.get() == null);
                purgeAt = Math.max(64, seen.size() * 2);
            }
            return made;
        }
    }

    private MemoryInode known(String name) {
        MemoryInode own = super.find(name);
        if (own != null) {
            return own;
        }
        MemoryInode changed = kept.get(name);
        if (changed != null) {
            return changed;
        }
        WeakReference<MemoryInode> reference = seen.get(name);
        return reference == null ? null : reference.get();
    }

    // --- changes; the tree lock is held
    // -----------------------------------------------------------------------------------

    @Override
    protected void insert(String name, MemoryInode node) {
        super.insert(name, node);
        kept.remove(name);
        seen.remove(name);
    }

    @Override
    protected void delete(String name) {
        // Hidden first: who looks meanwhile must not see the base's file behind the one that goes.
        if (!hidden.contains(name) && lower.lookup(name) != null) {
            hidden.add(name);
        }
        kept.remove(name);
        seen.remove(name);
        super.delete(name);
    }

    @Override
    protected boolean isEmpty() {
        if (!super.isEmpty()) {
            return false;
        }
        for (LowerNode.Entry entry : listing()) {
            if (!hidden.contains(entry.name())) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected void beforeChange() {
        synchronized (overlay().treeLock()) {
            place.keep(this);
        }
    }

    void keepChild(String name, MemoryInode node) {
        seen.remove(name);
        if (!hidden.contains(name) && !hasOwn(name)) {
            kept.put(name, node);
        }
        place.keep(this);
    }

    // --- listing
    // ----------------------------------------------------------------------------------------------------------

    private List<LowerNode.Entry> listing() {
        List<LowerNode.Entry> list = listing;
        if (list == null) {
            list = lower.list();
            synchronized (this) {
                if (listing == null) {
                    listing = list;
                }
                list = listing;
            }
        }
        return list;
    }

    @Override
    protected boolean visit(long from, DirectoryVisitor visitor) {
        if (from < FIRST_OWN) {
            List<LowerNode.Entry> list = listing();
            for (long i = Math.max(0, from - DirectoryFile.FIRST); i < list.size(); i++) {
                LowerNode.Entry entry = list.get((int) i);
                if (hidden.contains(entry.name()) || hasOwn(entry.name())) {
                    continue;
                }
                int type = Mode.directoryEntryType(entry.node().stat().mode());
                long ino = entry.node().stat().ino();
                if (!visitor.entry(entry.name(), ino, type, DirectoryFile.FIRST + i + 1)) {
                    return false;
                }
            }
        }
        return super.visit(Math.max(from, FIRST_OWN), visitor);
    }

    @Override
    protected void readBy() {
        if (place.isKept()) {
            super.readBy();
        }
    }

    @Override
    protected long size() {
        return lower.stat().size();
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

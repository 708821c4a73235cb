package isthmus.core.files.overlay;

import isthmus.core.files.FileServices;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.StatFs;
import isthmus.core.files.tmpfs.MemoryFileSystem;
import isthmus.core.files.tmpfs.MemoryInode;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * A base that is only read, and what was changed, in memory above it. Every node of the base that somebody looks at gets
 * a node here, which is held weakly until it is changed and for good from then on. Inode numbers are the base's and stay.
 */
public final class Overlay extends MemoryFileSystem {
    private final PageCache cache;
    private final LowerLayer lower;
    private final OverlayDirectory root;
    /** Files of the base with several names, by identity; guarded by the tree lock. */
    private final Map<Object, WeakReference<OverlayFile>> linked = new HashMap<>();
    /** Those of them that were changed; guarded by the tree lock. */
    private final Map<Object, OverlayFile> changedLinked = new HashMap<>();

    private int purgeAt = 1024;

    /** @param limitBytes for what is changed or new */
    public Overlay(FileServices services, LowerLayer lower, long limitBytes) {
        super(services, lower.firstFreeIno(), limitBytes);
        this.cache = new PageCache(Math.min(512L << 20, Math.max(16L << 20, limitBytes / 8)));
        this.lower = lower;
        this.root = new OverlayDirectory(this, lower.root(), new Place(null, ""));
    }

    @Override
    public String type() {
        return "overlay";
    }

    @Override
    public Inode root() {
        return root;
    }

    /** A disk that the base fills, but for the room that there is for changes. */
    @Override
    public StatFs statFs() {
        StatFs s = super.statFs();
        long blocks = s.blocks() + (lower.usedBytes() + 4095 >>> 12);
        return new StatFs(0x794c7630, s.blockSize(), blocks, s.free(), s.available(), s.files(), s.filesFree(), 255);
    }

    @Override
    protected long directoryBytes(int entries) {
        return 4096;
    }

    PageCache cache() {
        return cache;
    }

    Object treeLock() {
        return tree;
    }

    /** Forgets cached contents of unchanged files that nobody uses. */
    public void dropCaches() {
        cache.shrink(0);
    }

    /** A node for one of the base's that has none. The tree lock is held. */
    MemoryInode wrap(LowerNode node, OverlayDirectory parent, String name) {
        Stat stat = node.stat();
        Place place = new Place(parent, name);
        return switch (stat.mode() & Mode.S_IFMT) {
            case Mode.S_IFDIR -> new OverlayDirectory(this, node, place);
            case Mode.S_IFLNK -> new OverlaySymlink(this, node, place);
            case Mode.S_IFREG -> stat.nlink() > 1 ? linkedFile(node, parent) : new OverlayFile(this, node, place);
            default -> new OverlaySpecial(this, node, place);
        };
    }

    private OverlayFile linkedFile(LowerNode node, OverlayDirectory parent) {
        Object identity = node.identity();
        OverlayFile file = changedLinked.get(identity);
        if (file == null) {
            WeakReference<OverlayFile> reference = linked.get(identity);
            file = reference == null ? null : reference.get();
        }
        if (file == null) {
            file = new OverlayFile(this, node, new Place(parent, null));
            linked.put(identity, new WeakReference<>(file));
            if (linked.size() > purgeAt) {
                linked.values().removeIf(reference -> reference.get() == null);
                purgeAt = Math.max(1024, linked.size() * 2);
            }
        }
        return file;
    }

    /** A file with several names was changed: all of them lead to it from now on. The tree lock is held. */
    void keepLinked(OverlayFile file, LowerNode node) {
        changedLinked.put(node.identity(), file);
    }
}

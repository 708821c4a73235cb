package isthmus.core.files.tmpfs;

import isthmus.core.Errno;
import isthmus.core.files.DirectoryFile;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.RenameOperation;
import isthmus.core.files.Stat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A directory in memory. Each entry has a position that only grows, so that readers neither miss nor repeat what stays
 * while other entries come and go. Looking up takes no lock; changes are made under the tree lock.
 */
public class MemoryDirectory extends MemoryInode {
    /** One name. */
    protected record Entry(String name, MemoryInode node, long position) {}

    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>(4);
    private final ConcurrentSkipListMap<Long, Entry> order = new ConcurrentSkipListMap<>();
    /** Guarded by the tree lock. */
    private long nextPosition;

    public MemoryDirectory(MemoryFileSystem fileSystem, int mode, int uid, int gid) {
        super(fileSystem, mode, 0, uid, gid, 2);
        nextPosition = DirectoryFile.FIRST;
    }

    /** @param firstPosition of entries that are made here: positions below it are the subclass's */
    protected MemoryDirectory(MemoryFileSystem fileSystem, Stat stat, long firstPosition) {
        super(fileSystem, stat);
        nextPosition = firstPosition;
    }

    // --- what an overlay does differently ---------------------------------------------------------------------------

    /** The file of that name or null. */
    protected MemoryInode find(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.node;
    }

    /** Puts a file under a name, in one step with taking away what was there. The tree lock is held. */
    protected void insert(String name, MemoryInode node) {
        Entry entry = new Entry(name, node, nextPosition++);
        order.put(entry.position, entry);
        Entry old = entries.put(name, entry);
        if (old != null) {
            order.remove(old.position);
        }
    }

    /** Takes an existing name away. The tree lock is held. */
    protected void delete(String name) {
        Entry entry = entries.remove(name);
        if (entry != null) {
            order.remove(entry.position);
        }
    }

    /** The tree lock is held. */
    protected boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Hands over the entries from a position on; false if one was not taken. */
    protected boolean visit(long from, DirectoryVisitor visitor) {
        for (Entry entry : order.tailMap(from, true).values()) {
            MemoryInode node = entry.node;
            int type = Mode.directoryEntryType(node.mode());
            if (!visitor.entry(entry.name, node.ino(), type, entry.position + 1)) {
                return false;
            }
        }
        return true;
    }

    protected final boolean hasOwn(String name) {
        return entries.containsKey(name);
    }

    // --- making
    // -------------------------------------------------------------------------------------------------------

    @Override
    public Inode lookup(String name) {
        MemoryInode node = find(name);
        if (node == null) {
            throw Errno.ENOENT.exception();
        }
        return node;
    }

    /** The tree lock is held: ENOENT in a removed directory, EEXIST if the name is taken. */
    private void checkFree(String name) {
        if (nlink() == 0) {
            throw Errno.ENOENT.exception();
        }
        if (find(name) != null) {
            throw Errno.EEXIST.exception();
        }
    }

    private <T extends MemoryInode> T added(String name, T node) {
        insert(name, node);
        touchContents();
        return node;
    }

    @Override
    public Inode create(String name, int mode, long rdev, int uid, int gid) {
        synchronized (tree()) {
            checkFree(name);
            beforeChange();
            MemoryInode node = Mode.isRegular(mode)
                    ? new MemoryFile(fileSystem(), mode, uid, gid, true)
                    : new MemorySpecial(fileSystem(), mode, rdev, uid, gid);
            return added(name, node);
        }
    }

    @Override
    public Inode mkdir(String name, int mode, int uid, int gid) {
        synchronized (tree()) {
            checkFree(name);
            beforeChange();
            MemoryDirectory made = added(name, newDirectory(mode, uid, gid));
            addSubdirectories(1);
            return made;
        }
    }

    /** A new empty directory. */
    protected MemoryDirectory newDirectory(int mode, int uid, int gid) {
        return new MemoryDirectory(fileSystem(), mode, uid, gid);
    }

    @Override
    public Inode symlink(String name, String target, int uid, int gid) {
        synchronized (tree()) {
            checkFree(name);
            beforeChange();
            return added(name, new MemorySymlink(fileSystem(), target, uid, gid));
        }
    }

    @Override
    public Inode createUnnamed(int mode, int uid, int gid, boolean linkable) {
        MemoryFile file = new MemoryFile(fileSystem(), mode, uid, gid, false);
        if (linkable) {
            file.setLinkable();
        }
        return file;
    }

    @Override
    public void link(String name, Inode file) {
        if (!(file instanceof MemoryInode node) || node.fileSystem() != fileSystem()) {
            throw Errno.EXDEV.exception();
        }
        synchronized (tree()) {
            checkFree(name);
            if (node.nlink() == 0 && !(node instanceof MemoryFile regular && regular.isLinkable())) {
                throw Errno.ENOENT.exception();
            }
            beforeChange();
            node.beforeChange();
            node.addLinks(1);
            node.touchChange();
            added(name, node);
        }
    }

    // --- removing
    // -----------------------------------------------------------------------------------------------------

    /** The tree lock is held. */
    private MemoryInode present(String name) {
        MemoryInode node = find(name);
        if (node == null) {
            throw Errno.ENOENT.exception();
        }
        return node;
    }

    @Override
    public void unlink(String name) {
        synchronized (tree()) {
            MemoryInode node = present(name);
            if (node.isDirectory()) {
                throw Errno.EISDIR.exception();
            }
            beforeChange();
            node.beforeChange();
            delete(name);
            dropped(node);
            touchContents();
        }
    }

    @Override
    public void rmdir(String name) {
        synchronized (tree()) {
            if (!(present(name) instanceof MemoryDirectory directory)) {
                throw Errno.ENOTDIR.exception();
            }
            if (!directory.isEmpty()) {
                throw Errno.ENOTEMPTY.exception();
            }
            beforeChange();
            directory.beforeChange();
            delete(name);
            dropped(directory);
            addSubdirectories(-1);
            touchContents();
        }
    }

    /** A name of {@code node} is gone. The tree lock is held. */
    private static void dropped(MemoryInode node) {
        if (node.isDirectory()) {
            node.noLinks();
        } else {
            node.addLinks(-1);
        }
        node.touchChange();
        if (node.nlink() == 0 && !node.isHeld()) {
            node.discard();
        }
    }

    /** A lower file system that does not count subdirectories says 1; it stays so. */
    private void addSubdirectories(int change) {
        if (nlink() >= 2) {
            addLinks(change);
        }
    }

    // --- renaming
    // -----------------------------------------------------------------------------------------------------

    @Override
    public void rename(String oldName, Inode newParent, String newName, int flags) {
        if ((flags & RenameOperation.RENAME_WHITEOUT) != 0) {
            throw Errno.EINVAL.exception();
        }
        MemoryDirectory to = (MemoryDirectory) newParent;
        synchronized (tree()) {
            MemoryInode node = present(oldName);
            MemoryInode target = to.find(newName);
            if (to.nlink() == 0) {
                throw Errno.ENOENT.exception();
            }
            if (node == target) {
                return;
            }
            beforeChange();
            to.beforeChange();
            node.beforeChange();
            if ((flags & RenameOperation.RENAME_EXCHANGE) != 0) {
                exchange(oldName, node, to, newName, target);
            } else {
                if (target != null) {
                    if ((flags & RenameOperation.RENAME_NOREPLACE) != 0) {
                        throw Errno.EEXIST.exception();
                    }
                    to.checkReplaceable(node, target);
                }
                // Who looks meanwhile may see both names, but always one.
                to.insert(newName, node);
                delete(oldName);
                moved(node, to);
                if (target != null) {
                    to.replaced(target);
                }
            }
            touchContents();
            to.touchContents();
            node.touchChange();
        }
    }

    private void checkReplaceable(MemoryInode node, MemoryInode target) {
        if (target instanceof MemoryDirectory directory) {
            if (!node.isDirectory()) {
                throw Errno.EISDIR.exception();
            }
            if (!directory.isEmpty()) {
                throw Errno.ENOTEMPTY.exception();
            }
        } else if (node.isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        target.beforeChange();
    }

    private void replaced(MemoryInode target) {
        if (target.isDirectory()) {
            addSubdirectories(-1);
        }
        dropped(target);
    }

    private void moved(MemoryInode node, MemoryDirectory to) {
        if (node.isDirectory() && to != this) {
            addSubdirectories(-1);
            to.addSubdirectories(1);
        }
    }

    private void exchange(String oldName, MemoryInode node, MemoryDirectory to, String newName, MemoryInode target) {
        if (target == null) {
            throw Errno.ENOENT.exception();
        }
        target.beforeChange();
        insert(oldName, target);
        to.insert(newName, node);
        moved(node, to);
        to.moved(target, this);
        target.touchChange();
    }

    // --- the rest
    // -----------------------------------------------------------------------------------------------------

    private Object tree() {
        return fileSystem().tree();
    }

    @Override
    protected long size() {
        return fileSystem().directoryBytes(entries.size());
    }

    @Override
    protected long allocatedBytes() {
        return size() & -4096;
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return new DirectoryFile(this, path, flags) {
            @Override
            protected void entries(long from, DirectoryVisitor visitor) {
                visit(from, visitor);
                if (!keepsAccessTime()) {
                    readBy();
                }
            }
        };
    }

    /** It was listed: the access time moves. */
    protected void readBy() {
        touchAccess();
    }
}

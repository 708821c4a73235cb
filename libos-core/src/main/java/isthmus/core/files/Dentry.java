package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name in a directory of a file system, and the inode behind it: what stays the same while the name, or a directory
 * above it, is renamed. There is one live dentry for each (directory, name) that anything refers to; whoever holds a
 * dentry holds those above it.
 *
 * <p>Locks: the monitor of a directory's dentry guards its list of children and is held while a name in it is made,
 * removed or renamed (Linux's {@code i_rwsem}). Order: {@link FileSystem#renameLock()}, then dentries, then what
 * the file system itself locks. Only who holds the rename lock may lock two dentries, so their order does not matter.
 */
public final class Dentry {
    private final Inode inode;
    private volatile Place place;

    /** Mounts on this dentry in any mount; guarded by the name space's lock where changed. */
    private volatile int mountsHere;

    private volatile ConcurrentHashMap<String, WeakReference<Dentry>> children;
    private int purgeAt = 64;

    /** Where it is; replaced as a whole, so that a reader sees a parent and the name that belongs to it. */
    private record Place(Dentry parent, String name, boolean gone) {}

    private Dentry(Inode inode, Place place) {
        this.inode = inode;
        this.place = place;
    }

    /** The root of a file system; see {@link FileSystem#rootDentry()}. */
    static Dentry root(Inode inode) {
        return new Dentry(inode, new Place(null, "/", false));
    }

    /** A dentry that is in no directory: an anonymous file, or one opened with O_TMPFILE. */
    static Dentry detached(Inode inode, String name, boolean gone) {
        return new Dentry(inode, new Place(null, name, gone));
    }

    public Inode inode() {
        return inode;
    }

    /** The last component; "/" for a file system's root. */
    public String name() {
        return place.name;
    }

    /** Null for a file system's root and for a file without a name. */
    public Dentry parent() {
        return place.parent;
    }

    /** Whether the name was removed. */
    public boolean isGone() {
        return place.gone;
    }

    boolean isMountPoint() {
        return mountsHere > 0;
    }

    /** Called with the name space's mount lock held. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // all changes are made under that lock
    void countMounts(int change) {
        mountsHere += change;
    }

    /** Whether {@code other} is this or below it. Stable only under the file system's rename lock. */
    boolean contains(Dentry other) {
        for (Dentry d = other; d != null; d = d.parent()) {
            if (d == this) {
                return true;
            }
        }
        return false;
    }

    /** The child of that name. ENOENT, ENOTDIR, or what the file system says. */
    public Dentry lookup(String name) {
        if (!inode.fileSystem().isDynamic()) {
            Dentry cached = cached(name);
            if (cached != null) {
                return cached;
            }
        }
        synchronized (this) {
            return lookupLocked(name);
        }
    }

    /** The same, null if there is none. */
    Dentry lookupOrNull(String name) {
        try {
            return lookup(name);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private Dentry cached(String name) {
        ConcurrentHashMap<String, WeakReference<Dentry>> map = children;
        WeakReference<Dentry> reference = map == null ? null : map.get(name);
        return reference == null ? null : reference.get();
    }

    private Dentry lookupLocked(String name) {
        Dentry cached = cached(name);
        if (cached != null && !inode.fileSystem().isDynamic()) {
            return cached;
        }
        Inode found;
        try {
            found = inode.lookup(name);
        } catch (ErrnoException e) {
            if (cached != null && e.errno() == Errno.ENOENT) {
                removed(cached);
            }
            throw e;
        }
        if (cached != null) {
            if (cached.inode == found) {
                return cached;
            }
            removed(cached);
        }
        return added(name, found);
    }

    /** A new child, which the file system has just made or shown. This monitor is held. */
    Dentry added(String name, Inode child) {
        Dentry dentry = new Dentry(child, new Place(this, name, false));
        put(name, dentry);
        return dentry;
    }

    private void put(String name, Dentry dentry) {
        if (children == null) {
            children = new ConcurrentHashMap<>(8);
        }
        children.put(name, new WeakReference<>(dentry));
        if (children.size() > purgeAt) {
            children.values().removeIf(reference -> reference.get() == null);
            purgeAt = Math.max(64, children.size() * 2);
        }
    }

    /** The name of {@code child} was removed. This monitor is held. */
    void removed(Dentry child) {
        Place old = child.place;
        if (old.parent == this && !old.gone) {
            children.remove(old.name);
            child.place = new Place(this, old.name, true);
        }
    }

    /** {@code child} was moved to {@code newParent}. Both monitors and, between directories, the rename lock are held. */
    void moved(Dentry child, Dentry newParent, String newName) {
        children.remove(child.name());
        child.place = new Place(newParent, newName, false);
        newParent.put(newName, child);
    }

    /** Two names were exchanged; the locks are as for {@link #moved}. */
    static void exchanged(Dentry one, Dentry other) {
        Place first = one.place;
        Place second = other.place;
        one.place = second;
        other.place = first;
        second.parent.put(second.name, one);
        first.parent.put(first.name, other);
    }
}

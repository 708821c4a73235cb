package isthmus.core.files;

/**
 * A place in the tree: a dentry in a mount. This is what a current directory, a root directory or an open file
 * remembers. Two are equal if mount and dentry are the same; names and parents are looked up when asked for, so they
 * are right after renames.
 */
public record PathNode(Mount mount, Dentry dentry) {
    public Inode inode() {
        return dentry.inode();
    }

    /** Its last component, of a mount's root that of the mount point; "/" at the root of the name space. */
    public String name() {
        PathNode at = uncovered();
        return at.dentry.name();
    }

    /**
     * The directory above, across mounts; null at the root of the name space, of a mount that is no longer in it, and
     * for files without a name.
     */
    public PathNode parent() {
        PathNode at = uncovered();
        if (at.dentry == at.mount.root()) {
            return null;
        }
        Dentry above = at.dentry.parent();
        return above == null ? null : new PathNode(at.mount, above);
    }

    /** From a mount's root to the place it is mounted on, as often as that holds. */
    private PathNode uncovered() {
        PathNode at = this;
        while (at.dentry == at.mount.root() && at.mount.mountPoint() != null) {
            at = at.mount.mountPoint();
        }
        return at;
    }

    /** Whether the name by which this was reached has been removed. */
    public boolean isGone() {
        return dentry.isGone();
    }

    PathNode child(Dentry child) {
        return new PathNode(mount, child);
    }

    /** The place of a file that is in no directory of its file system, such as one made by O_TMPFILE. */
    public static PathNode unnamed(Mount mount, Inode inode) {
        return new PathNode(mount, Dentry.detached(inode, "#" + inode.stat().ino(), true));
    }

    /**
     * The place of a file that is in no file system a program can see: a pipe, a socket, a memfd.
     *
     * @param name what {@link Namespace#pathOf} gives, such as {@code pipe:[12]}
     */
    public static PathNode anonymous(Inode inode, String name) {
        return new PathNode(Mount.internal(inode.fileSystem()), Dentry.detached(inode, name, false));
    }

    // Written out, as the generated ones make themselves at each start, which takes milliseconds.

    @Override
    public boolean equals(Object other) {
        return other instanceof PathNode(Mount otherMount, Dentry otherDentry)
                && mount == otherMount
                && dentry == otherDentry;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(mount) + System.identityHashCode(dentry);
    }
}

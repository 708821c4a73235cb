package isthmus.core.files;

/**
 * Tells the watches on inodes what happens to them (inotify(7)). Without a watch an event costs two null checks. Watches
 * are told by the thread that acts, with no lock held but, for changes of names, the directories' dentries.
 */
public final class FileEvents {
    public static final int IN_ACCESS = 0x1,
            IN_MODIFY = 0x2,
            IN_ATTRIB = 0x4,
            IN_CLOSE_WRITE = 0x8,
            IN_CLOSE_NOWRITE = 0x10;
    public static final int IN_OPEN = 0x20,
            IN_MOVED_FROM = 0x40,
            IN_MOVED_TO = 0x80,
            IN_CREATE = 0x100,
            IN_DELETE = 0x200;
    public static final int IN_DELETE_SELF = 0x400, IN_MOVE_SELF = 0x800, IN_UNMOUNT = 0x2000, IN_Q_OVERFLOW = 0x4000;
    public static final int IN_IGNORED = 0x8000, IN_ISDIR = 0x40000000;

    private FileEvents() {}

    /** A watch on an inode; added with {@link InodeState#addWatch}. Must not block, nor touch files. */
    @FunctionalInterface
    public interface Watch {
        /**
         * @param mask one event of {@code IN_ACCESS} …, perhaps with IN_ISDIR
         * @param cookie joins IN_MOVED_FROM and IN_MOVED_TO; else 0
         * @param name the entry of the watched directory that it is about; null if about the watched file itself
         */
        void event(int mask, int cookie, String name);

        /** Whether a watched directory hears of files that it has no more (opposite of IN_EXCL_UNLINK). */
        default boolean wantsUnlinked() {
            return true;
        }
    }

    /** Something was done with a file reached under this dentry: told to its watches and to its directory's. */
    public static void at(Dentry dentry, int mask) {
        Dentry parent = dentry.parent();
        InodeState above = parent == null ? null : parent.inode().stateIfAny();
        InodeState own = dentry.inode().stateIfAny();
        if (own == null && above == null) {
            return;
        }
        int told = dentry.inode().isDirectory() ? mask | IN_ISDIR : mask;
        if (above != null) {
            above.tellOfChild(told, dentry.name(), dentry.isGone());
        }
        if (own != null) {
            own.tell(told, 0, null);
        }
    }

    /** A file was read, written, … through an open file: IN_ACCESS, IN_MODIFY, IN_ATTRIB. */
    public static void at(OpenFile file, int mask) {
        PathNode path = file.path();
        if (path != null) {
            at(path.dentry(), mask);
        }
    }

    static void closed(OpenFile file) {
        if ((file.flags() & OpenFlags.O_PATH) == 0) {
            at(file, OpenFlags.writable(file.flags()) ? IN_CLOSE_WRITE : IN_CLOSE_NOWRITE);
        }
    }

    /** About an entry of a directory: IN_CREATE, IN_DELETE, IN_MOVED_FROM, IN_MOVED_TO. */
    static void entry(Dentry directory, String name, Inode child, int mask, int cookie) {
        InodeState state = directory.inode().stateIfAny();
        if (state != null) {
            state.tell(child.isDirectory() ? mask | IN_ISDIR : mask, cookie, name);
        }
    }

    /** About a file itself, whatever its name: IN_ATTRIB, IN_MOVE_SELF. */
    static void self(Inode inode, int mask) {
        InodeState state = inode.stateIfAny();
        if (state != null) {
            state.tell(mask, 0, null);
        }
    }

    /** A name of a file was removed: IN_ATTRIB for the link count, and IN_DELETE_SELF if it was the last and nobody has it open. */
    static void unlinked(Inode inode) {
        InodeState state = inode.stateIfAny();
        if (state == null || !state.isWatched()) {
            return;
        }
        if (!inode.isDirectory()) {
            state.tell(IN_ATTRIB, 0, null);
        }
        unused(inode);
    }

    /** The last open file of an inode is closed: if it has no name either, it is deleted now. */
    static void unused(Inode inode) {
        InodeState state = inode.stateIfAny();
        if (state != null && state.isWatched() && !inode.isHeld() && inode.isDeleted()) {
            state.tellDeleted();
        }
    }
}

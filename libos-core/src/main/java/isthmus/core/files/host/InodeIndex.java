package isthmus.core.files.host;

/** The one inode of each file of a {@link HostVolume} that is in use. The volume's monitor is held. */
interface InodeIndex {
    /** Null if it is not known. */
    HostInode known(HostInode parent, String name, HostStat stat);

    /** The folder itself. */
    void addRoot(HostInode root);

    /** A file that was found for the first time. */
    void add(HostInode parent, String name, HostInode inode);

    void renamed(HostInode parent, String name, HostInode inode);

    /** The last name of a file was removed: a new file of the host may have its number. */
    void forget(HostInode inode);
}

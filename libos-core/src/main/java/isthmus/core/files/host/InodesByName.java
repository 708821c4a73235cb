package isthmus.core.files.host;

/** Inodes by their names: each knows those of its entries. */
final class InodesByName implements InodeIndex {
    @Override
    public HostInode known(HostInode parent, String name, HostStat stat) {
        return parent.knownChild(name);
    }

    @Override
    public void addRoot(HostInode root) {
        // Nobody finds it by a name.
    }

    @Override
    public void add(HostInode parent, String name, HostInode inode) {
        parent.rememberChild(name, inode);
    }

    @Override
    public void renamed(HostInode parent, String name, HostInode inode) {
        add(parent, name, inode);
    }

    @Override
    public void forget(HostInode inode) {
        // Whoever removes a name has its parent forget it.
    }
}

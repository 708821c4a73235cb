package isthmus.core.files.host;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/** Inodes by the device and the number that the host gives their files. */
final class InodesByNumber implements InodeIndex {
    private static final int SMALLEST_PURGE = 1024;

    private final Map<HostStat.Key, WeakReference<HostInode>> inodes = new HashMap<>();
    private int purgeAt = SMALLEST_PURGE;

    @Override
    public HostInode known(HostInode parent, String name, HostStat stat) {
        return known(stat.key());
    }

    private HostInode known(HostStat.Key key) {
        WeakReference<HostInode> reference = inodes.get(key);
        return reference == null ? null : reference.get();
    }

    @Override
    public void addRoot(HostInode root) {
        add(null, "", root);
    }

    @Override
    public void add(HostInode parent, String name, HostInode inode) {
        inodes.put(inode.key(), new WeakReference<>(inode));
        if (inodes.size() > purgeAt) {
            inodes.values().removeIf(reference -> reference.get() == null);
            purgeAt = Math.max(SMALLEST_PURGE, inodes.size() * 2);
        }
    }

    @Override
    public void renamed(HostInode parent, String name, HostInode inode) {
        // It has the number that it had.
    }

    @Override
    public void forget(HostInode inode) {
        if (known(inode.key()) == inode) {
            inodes.remove(inode.key());
        }
    }
}

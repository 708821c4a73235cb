package isthmus.core.files.tmpfs;

import isthmus.core.files.FileServices;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;

/** tmpfs(5): everything in memory, gone with the run. */
public final class Tmpfs extends MemoryFileSystem {
    private final MemoryDirectory root;

    /**
     * @param limitBytes for the contents of all files together
     * @param mode permissions of its root directory, which belongs to {@code uid} and {@code gid}
     */
    public Tmpfs(FileServices services, long limitBytes, int mode, int uid, int gid) {
        super(services, 1, limitBytes);
        this.root = new MemoryDirectory(this, Mode.S_IFDIR | mode & 07777, uid, gid);
    }

    @Override
    public String type() {
        return "tmpfs";
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public String mountOptions() {
        return ",size=" + limitBytes() / 1024 + "k";
    }

    /** A regular file that never gets a name: memfd_create(2), shared anonymous memory. */
    public MemoryFile createAnonymous(int mode, int uid, int gid) {
        return new MemoryFile(this, Mode.S_IFREG | mode & 07777, uid, gid, false);
    }
}

package isthmus.core.files.tmpfs;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;

/** A symbolic link in memory. */
public class MemorySymlink extends MemoryInode {
    private final String target;

    public MemorySymlink(MemoryFileSystem fileSystem, String target, int uid, int gid) {
        super(fileSystem, Mode.S_IFLNK | 0777, 0, uid, gid, 1);
        this.target = target;
    }

    protected MemorySymlink(MemoryFileSystem fileSystem, Stat stat, String target) {
        super(fileSystem, stat);
        this.target = target;
    }

    @Override
    public final String readlink() {
        return target;
    }

    @Override
    protected long size() {
        return target.length();
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        throw Errno.ELOOP.exception();
    }
}

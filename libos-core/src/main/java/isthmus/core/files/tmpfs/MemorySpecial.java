package isthmus.core.files.tmpfs;

import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;

/** A device node, FIFO or socket in memory: a name for what {@link isthmus.core.files.DeviceRegistry} opens. */
public class MemorySpecial extends MemoryInode {
    public MemorySpecial(MemoryFileSystem fileSystem, int mode, long rdev, int uid, int gid) {
        super(fileSystem, mode, rdev, uid, gid, 1);
    }

    protected MemorySpecial(MemoryFileSystem fileSystem, Stat stat) {
        super(fileSystem, stat);
    }

    @Override
    protected long size() {
        return 0;
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return fileSystem().services().devices().open(path, flags, caller);
    }
}

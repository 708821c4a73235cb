package isthmus.core.files.tmpfs;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.core.files.Stat;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;

/**
 * A regular file in memory. The monitor guards which object holds the data and is held while the data change, so that
 * writes are atomic towards each other; reads take it only to find the object.
 */
public class MemoryFile extends MemoryInode {
    /** Seals of memfds (fcntl(2)). */
    public static final int F_SEAL_SEAL = 1,
            F_SEAL_SHRINK = 2,
            F_SEAL_GROW = 4,
            F_SEAL_WRITE = 8,
            F_SEAL_FUTURE_WRITE = 16;

    private static final int ALL_SEALS = 31;
    private static final long PAGE = 4096;

    /** Null while nothing was ever written. */
    private MemoryObject data;
    /** Bytes that the file system counts for this file. */
    private long charged;
    /** Null while fallocate(2) was never called. */
    private Reservations reserved;

    private boolean linkable;
    private boolean discarded;
    private int seals = F_SEAL_SEAL;

    MemoryFile(MemoryFileSystem fileSystem, int mode, int uid, int gid, boolean named) {
        super(fileSystem, mode, 0, uid, gid, named ? 1 : 0);
    }

    protected MemoryFile(MemoryFileSystem fileSystem, Stat stat) {
        super(fileSystem, stat);
    }

    // --- what an overlay does differently
    // -------------------------------------------------------------------------------

    /** A new object with the contents so far, for somebody who is about to change or map them. This monitor is held. */
    protected MemoryObject newData() {
        return new MemoryObject(fileSystem().services().memory(), 0);
    }

    /** Reads without an object. */
    protected int readOriginal(ByteBuffer target, long position) {
        return 0;
    }

    /** The size without an object. */
    protected long originalSize() {
        return 0;
    }

    /** The file is going to be cut: what was there originally counts only up to {@code size}. This monitor is held. */
    protected void originalCut(long size) {}

    // --- data
    // -----------------------------------------------------------------------------------------------------------

    /** The object if there is one; it stays as long as somebody holds the inode. */
    protected final synchronized MemoryObject dataIfAny() {
        return data;
    }

    /** This monitor is held. */
    protected final MemoryObject data() {
        if (discarded) {
            throw Errno.ESTALE.exception();
        }
        if (data == null) {
            data = newData();
        }
        return data;
    }

    /** Gives an object up that holds nothing but the original contents. This monitor is held. */
    protected final void dropData() {
        data.release();
        data = null;
    }

    @Override
    public final long size() {
        MemoryObject object = dataIfAny();
        return object == null ? originalSize() : object.size();
    }

    @Override
    protected synchronized long allocatedBytes() {
        long written = data == null ? originalSize() : data.allocatedBytes();
        return reserved == null ? written : Math.max(written, reserved.total());
    }

    private Reservations reserved() {
        if (reserved == null) {
            reserved = new Reservations();
        }
        return reserved;
    }

    /** Reads from {@code position} on; 0 at the end. */
    public final int read(ByteBuffer target, long position) {
        MemoryObject object = dataIfAny();
        return object == null ? readOriginal(target, position) : object.read(position, target);
    }

    /** Writes all of {@code source}; ENOSPC, EPERM for sealed files. */
    public final int write(ByteBuffer source, long position) {
        beforeChange();
        synchronized (this) {
            return writeLocked(source, position);
        }
    }

    /** Writes at the end; returns the new end. */
    public final long append(ByteBuffer source) {
        beforeChange();
        synchronized (this) {
            long end = size();
            if (end >= RegularFile.MAX_BYTES) {
                throw Errno.EFBIG.exception();
            }
            return end + writeLocked(source, end);
        }
    }

    private int writeLocked(ByteBuffer source, long position) {
        long end = position + source.remaining();
        checkSeals(F_SEAL_WRITE | F_SEAL_FUTURE_WRITE | (end > size() ? F_SEAL_GROW : 0));
        fileSystem().checkRoom(growth(position, end));
        int done = data().write(position, source);
        recharge();
        touchContents();
        return done;
    }

    /** At most how many bytes a write adds. */
    private long growth(long position, long end) {
        long size = size();
        return end <= size ? 0 : (end + PAGE - 1 & -PAGE) - (Math.max(position, size) & -PAGE);
    }

    private void recharge() {
        long now = data == null ? 0 : data.allocatedBytes();
        now = reserved == null ? now : Math.max(now, reserved.total());
        fileSystem().charge(now - charged);
        charged = now;
    }

    @Override
    public final void truncate(long size) {
        if (size > RegularFile.MAX_BYTES) {
            throw Errno.EFBIG.exception();
        }
        beforeChange();
        synchronized (this) {
            long old = size();
            checkSeals((size < old ? F_SEAL_SHRINK : 0) | (size > old ? F_SEAL_GROW : 0));
            originalCut(size);
            if (reserved != null) {
                reserved.remove(size, Long.MAX_VALUE);
            }
            if (size != 0 || data != null) {
                data().truncate(size);
                recharge();
            }
            touchContents();
        }
    }

    /** fallocate(2); the arguments have been checked. */
    final void allocate(int mode, long start, long length) {
        beforeChange();
        synchronized (this) {
            long end = start + length;
            boolean grows = (mode & RegularFile.FALLOC_FL_KEEP_SIZE) == 0 && end > size();
            boolean empties = (mode & ~RegularFile.FALLOC_FL_KEEP_SIZE) != 0;
            checkSeals((grows ? F_SEAL_GROW : 0) | (empties ? F_SEAL_WRITE | F_SEAL_FUTURE_WRITE : 0));
            if (empties) {
                data().punchHole(start, length);
                reserved().remove(start, end);
            }
            if ((mode & RegularFile.FALLOC_FL_PUNCH_HOLE) == 0) {
                fileSystem().checkRoom(Math.max(0, end - size()));
                reserved().add(start, end);
            }
            if (grows) {
                data().truncate(end);
            }
            recharge();
            if (grows || empties) {
                touchContents();
            } else {
                touchChange();
            }
        }
    }

    final long seekData(long position) {
        MemoryObject object = dataIfAny();
        return object == null ? position : object.seekData(position);
    }

    final long seekHole(long position) {
        MemoryObject object = dataIfAny();
        return object == null ? originalSize() : object.seekHole(position);
    }

    /** It was read: the access time moves. */
    protected void readBy() {
        touchAccess();
    }

    /** What mmap(2) maps. */
    final MemoryObject map(boolean writableShared) {
        if (writableShared) {
            beforeChange();
        }
        MemoryObject object;
        synchronized (this) {
            if (writableShared) {
                checkSeals(F_SEAL_WRITE | F_SEAL_FUTURE_WRITE);
                touchContents();
            }
            object = data();
        }
        mapped();
        return object;
    }

    /** It is going to be mapped; called without a lock. */
    protected void mapped() {}

    @Override
    protected void discard() {
        synchronized (this) {
            if (discarded || isHeld()) { // somebody may have just opened it, who finds it whole
                return;
            }
            discarded = true;
            if (data != null) {
                data.release();
                data = null;
            }
            fileSystem().charge(-charged);
            charged = 0;
        }
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        synchronized (this) {
            if (discarded) {
                throw Errno.ESTALE.exception();
            }
        }
        return new OpenMemoryFile(this, path, flags);
    }

    // --- links and seals
    // --------------------------------------------------------------------------------------------------

    final synchronized void setLinkable() {
        linkable = true;
    }

    final synchronized boolean isLinkable() {
        return linkable;
    }

    /** F_GET_SEALS. */
    public final synchronized int seals() {
        return seals;
    }

    /** For memfd_create(2) with MFD_ALLOW_SEALING: no seal is set, and some can be. */
    public final synchronized void allowSealing() {
        seals = 0;
    }

    /** F_ADD_SEALS: EPERM once sealed against it, EINVAL, EBUSY for F_SEAL_WRITE while it is mapped. */
    public final synchronized void addSeals(int more) {
        if ((more & ~ALL_SEALS) != 0) {
            throw Errno.EINVAL.exception();
        }
        if ((seals & F_SEAL_SEAL) != 0) {
            throw Errno.EPERM.exception();
        }
        if ((more & F_SEAL_WRITE) != 0 && (seals & F_SEAL_WRITE) == 0 && data != null && data.isMapped()) {
            throw Errno.EBUSY.exception();
        }
        seals |= more;
    }

    private void checkSeals(int forbidding) {
        if ((seals & forbidding) != 0) {
            throw Errno.EPERM.exception();
        }
    }
}

package isthmus.linux.ipc;

import isthmus.core.memory.MappingName;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A segment of shared memory; holds a reference to its memory. Guarded by the monitor of {@link SharedMemory}. */
final class SharedMemorySegment extends IpcObject {
    /** Flags of {@code mode}: to be destroyed, locked. */
    static final int SHM_DEST = 01000;

    static final int SHM_LOCKED = 02000;

    /** By which its mappings are known. */
    record Name(SharedMemorySegment segment) implements MappingName {
        @Override
        public String text() {
            return String.format(Locale.ROOT, "/SYSV%08x (deleted)", segment.firstKey);
        }

        @Override
        public long device() {
            return 1;
        }

        @Override
        public long inode() {
            return segment.id;
        }
    }

    final MemoryObject memory;
    final long size;
    final int creatorPid;
    int lastPid;
    long attachTime;
    long detachTime;
    private int firstKey;

    SharedMemorySegment(MemoryObject memory, long size, int creatorPid, long now) {
        this.memory = memory;
        this.size = size;
        this.creatorPid = creatorPid;
        this.changeTime = now;
    }

    Name name() {
        firstKey = key == 0 ? firstKey : key;
        return new Name(this);
    }

    @Override
    void putStatus(ByteBuffer target) {
        putPermission(target);
        target.putLong(size).putLong(attachTime).putLong(detachTime).putLong(changeTime);
        target.putInt(creatorPid).putInt(lastPid).putLong(memory.mappingCount());
        target.putLong(0).putLong(0);
    }

    @Override
    String line() {
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o %21d %5d %5d  %5d %5d %5d %5d %5d %10d %10d %10d %21d %21d\n",
                key,
                id,
                mode,
                size,
                creatorPid,
                lastPid,
                memory.mappingCount(),
                uid,
                gid,
                creatorUid,
                creatorGid,
                attachTime,
                detachTime,
                changeTime,
                memory.allocatedBytes(),
                0);
    }
}

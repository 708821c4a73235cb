package isthmus.core.files.devices;

import isthmus.core.Errno;
import isthmus.core.files.PathNode;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;

/** zero(4) and full(4): zeroes without end; the latter has no room for what is written (ENOSPC). */
final class ZeroDevice extends CharacterDevice {
    private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(65536).asReadOnlyBuffer();

    private final boolean full;

    ZeroDevice(PathNode path, int flags, boolean full) {
        super(path, flags);
        this.full = full;
    }

    @Override
    int fill(ByteBuffer target) {
        int length = target.remaining();
        while (target.hasRemaining()) {
            target.put(ZEROES.slice(0, Math.min(ZEROES.capacity(), target.remaining())));
        }
        return length;
    }

    @Override
    public MemoryObject memoryObject(boolean writableShared) {
        if (full) {
            throw Errno.ENODEV.exception();
        }
        return null;
    }

    @Override
    int consume(ByteBuffer source) {
        if (full && source.hasRemaining()) {
            throw Errno.ENOSPC.exception();
        }
        int length = source.remaining();
        source.position(source.limit());
        return length;
    }
}

package isthmus.core.files.tmpfs;

import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;

/** An open regular file in memory. */
final class OpenMemoryFile extends RegularFile {
    private final MemoryFile file;

    OpenMemoryFile(MemoryFile file, PathNode path, int flags) {
        super(file, path, flags);
        this.file = file;
    }

    @Override
    protected int readAt(ByteBuffer target, long position) {
        int done = file.read(target, position);
        if (done > 0 && !keepsAccessTime()) {
            file.readBy();
        }
        return done;
    }

    @Override
    protected int writeAt(ByteBuffer source, long position) {
        return file.write(source, position);
    }

    @Override
    protected long append(ByteBuffer source) {
        return file.append(source);
    }

    @Override
    protected long size() {
        return file.size();
    }

    @Override
    protected long seekData(long position) {
        return file.seekData(position);
    }

    @Override
    protected long seekHole(long position) {
        return file.seekHole(position);
    }

    @Override
    protected void allocateRange(int mode, long start, long length) {
        file.allocate(mode, start, length);
    }

    @Override
    public MemoryObject memoryObject(boolean writableShared) {
        return file.map(writableShared);
    }
}

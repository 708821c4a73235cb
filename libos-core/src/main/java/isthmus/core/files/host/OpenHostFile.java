package isthmus.core.files.host;

import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;

/** An open regular file of a {@link HostVolume}. */
final class OpenHostFile extends RegularFile {
    private final HostContents contents;
    private final HostChannel channel;

    /** @param channel whose reference passes to this */
    OpenHostFile(HostContents contents, HostChannel channel, PathNode path, int flags) {
        super(contents.inode(), path, flags);
        this.contents = contents;
        this.channel = channel;
        contents.opened(channel);
    }

    @Override
    protected int readAt(ByteBuffer target, long position) {
        return contents.read(channel, target, position);
    }

    @Override
    protected int writeAt(ByteBuffer source, long position) {
        int done = contents.write(channel, source, position);
        if ((flags() & OpenFlags.O_DSYNC) != 0) {
            contents.sync(channel, (flags() & OpenFlags.O_SYNC) != OpenFlags.O_SYNC);
        }
        return done;
    }

    @Override
    protected long append(ByteBuffer source) {
        return contents.append(channel, source);
    }

    @Override
    protected long size() {
        return contents.size(channel);
    }

    /** java.nio tells nothing of holes: all is data, which lseek(2) allows. */
    @Override
    protected long seekData(long position) {
        return position;
    }

    @Override
    protected long seekHole(long position) {
        return size();
    }

    @Override
    public void truncate(long size) {
        checkTruncate(size);
        contents.truncate(channel, size);
    }

    @Override
    public void sync(boolean dataOnly) {
        contents.sync(channel, dataOnly);
    }

    @Override
    public MemoryObject memoryObject(boolean writableShared) {
        return contents.map(channel, writableShared);
    }

    @Override
    protected void closed() {
        contents.closed(channel);
        channel.release();
    }
}

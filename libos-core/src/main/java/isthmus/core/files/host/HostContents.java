package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.RegularFile;
import isthmus.core.files.Stat;
import isthmus.core.memory.MemoryObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of a regular file of a {@link HostVolume}. While nobody maps it, reads and writes go to the host. A mapping
 * makes an object, which takes what it has from the host; from then on reads come from the object and writes go to both,
 * so that mapping and file agree; what is stored through shared mappings is written back by the object's owner's calls
 * (msync, munmap, fsync, close).
 *
 * <p>The monitor is held while data or the size change, and guards the fields. The object's locks come after it; what the
 * object calls back ({@link #fill}, {@link #writeBack}) takes no lock.
 */
final class HostContents {
    private final HostInode inode;
    /** Changed under the monitor. */
    private volatile MemoryObject object;
    /** What the object reads from. */
    private volatile HostChannel origin;
    /** What it writes back to; null until a mapping may need that. */
    private volatile HostChannel sink;
    /** The channel that made the file, for the first who opens it: its permissions may forbid opening it again. */
    private HostChannel first;
    /** Those of open files: the only way to the data once the name is gone. */
    private final List<HostChannel> open = new ArrayList<>(1);

    HostContents(HostInode inode) {
        this.inode = inode;
    }

    HostInode inode() {
        return inode;
    }

    synchronized void setFirst(HostChannel channel) {
        first = channel;
    }

    private synchronized HostChannel takeFirst() {
        HostChannel channel = first;
        first = null;
        return channel;
    }

    /** Opens the host's file: without following links, and looking after it whether it is the one that was meant. */
    HostChannel open(boolean writable) {
        currentObject(); // gives up what is out of date
        HostChannel made = takeFirst();
        if (made != null) {
            return made;
        }
        if (inode.isGone()) {
            return anotherOpen(writable);
        }
        return inode.perform(path -> {
            HostChannel channel = open(path, writable);
            boolean same = false;
            try {
                same = inode.path().equals(path);
            } finally {
                if (!same) {
                    channel.release();
                }
            }
            return channel;
        });
    }

    /** A file without a name is opened again through /proc: whoever has it open lends what the host gave. */
    private synchronized HostChannel anotherOpen(boolean writable) {
        for (HostChannel channel : open) {
            if (channel.isWritable() || !writable) {
                return channel.retain();
            }
        }
        throw (open.isEmpty() ? Errno.ESTALE : Errno.EACCES).exception();
    }

    synchronized void opened(HostChannel channel) {
        open.add(channel);
    }

    synchronized void closed(HostChannel channel) {
        open.remove(channel);
    }

    private static HostChannel open(Path path, boolean writable) throws IOException {
        try {
            return HostChannel.open(path, writable);
        } catch (AccessDeniedException e) {
            if (writable) {
                return HostChannel.openWriteOnly(path);
            }
            throw e;
        }
    }

    // --- reading and writing
    // --------------------------------------------------------------------------------------------------

    private synchronized MemoryObject objectIfAny() {
        return object;
    }

    int read(HostChannel channel, ByteBuffer target, long position) {
        MemoryObject mapped = objectIfAny();
        if (mapped != null) {
            return mapped.read(position, target);
        }
        try {
            return Math.max(0, channel.file().read(target, position));
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    synchronized int write(HostChannel channel, ByteBuffer source, long position) {
        if (object == null) {
            return writeToHost(channel, source, position);
        }
        return object.inOneStep(() -> {
            ByteBuffer copy = source.duplicate();
            int done = writeToHost(channel, source, position);
            copy.limit(copy.position() + done);
            object.write(position, copy);
            return done;
        });
    }

    private static int writeToHost(HostChannel channel, ByteBuffer source, long position) {
        int done = 0;
        try {
            while (source.hasRemaining()) {
                done += channel.file().write(source, position + done);
            }
        } catch (IOException e) {
            if (done == 0) {
                throw HostErrors.exception(e);
            }
        }
        return done;
    }

    synchronized long append(HostChannel channel, ByteBuffer source) {
        long end = size(channel);
        return end + write(channel, source, end);
    }

    long size(HostChannel channel) {
        try {
            return channel.file().size();
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** truncate(2): by name. */
    void truncate(long size) {
        HostChannel channel = open(true);
        try {
            truncate(channel, size);
        } finally {
            channel.release();
        }
    }

    void truncate(HostChannel channel, long size) {
        if (size > RegularFile.MAX_BYTES) {
            throw Errno.EFBIG.exception();
        }
        if (!resize(channel, size) && !inode.isGone()) {
            inode.setTimes(Long.MIN_VALUE, inode.volume().services().now()); // as ftruncate(2) does even then
        }
    }

    /** False if it has that size. */
    private synchronized boolean resize(HostChannel channel, long size) {
        if (object == null) {
            return resizeOnHost(channel, size);
        }
        return object.inOneStep(() -> {
            boolean changed = resizeOnHost(channel, size);
            object.truncate(size);
            return changed;
        });
    }

    private boolean resizeOnHost(HostChannel channel, long size) {
        long old = size(channel);
        try {
            if (size < old) {
                channel.file().truncate(size);
            } else if (size > old) {
                channel.file().write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
        return size != old;
    }

    /** fsync(2). */
    void sync(HostChannel channel, boolean dataOnly) {
        sync();
        try {
            channel.file().force(!dataOnly);
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** Hands what was stored through mappings to the host. */
    void sync() {
        MemoryObject mapped;
        synchronized (this) {
            if (object == null) {
                return;
            }
            mapped = object.retain();
        }
        try {
            mapped.sync(0, mapped.size());
        } finally {
            mapped.release();
        }
    }

    /** What is stored through a mapping past the host's end counts at once. */
    Stat withCurrentSize(Stat s) {
        MemoryObject mapped = currentObject();
        if (mapped == null || mapped.size() == s.size()) {
            return s;
        }
        return new Stat(
                s.dev(),
                s.ino(),
                s.mode(),
                s.nlink(),
                s.uid(),
                s.gid(),
                s.rdev(),
                mapped.size(),
                s.blksize(),
                s.blocks(),
                s.atime(),
                s.mtime(),
                s.ctime(),
                s.btime());
    }

    // --- mapping
    // --------------------------------------------------------------------------------------------------------------

    MemoryObject map(HostChannel channel, boolean writableShared) {
        MemoryObject mapped;
        synchronized (this) {
            if (object == null) {
                origin = channel.retain();
                object = new MemoryObject(
                        inode.volume().services().memory(), this::fill, this::writeBack, size(channel));
            }
            if (writableShared && sink == null) {
                sink = channel.retain();
            }
            mapped = object;
        }
        inode.volume().addMapped(inode);
        return mapped;
    }

    private void fill(long offset, ByteBuffer target) {
        long position = offset;
        try {
            while (target.hasRemaining()) {
                int done = origin.file().read(target, position);
                if (done <= 0) {
                    break;
                }
                position += done;
            }
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    private void writeBack(long offset, ByteBuffer source) {
        long position = offset;
        try {
            while (source.hasRemaining()) {
                position += sink.file().write(source, position);
            }
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** The object, but for one that nobody uses and that is all on the host: the host may have changed the file since. */
    private synchronized MemoryObject currentObject() {
        if (object != null && isUnused() && !object.isWritten()) {
            drop();
        }
        return object;
    }

    /** Gives the object up if nobody maps it or has the file open; true if there is none any more. */
    synchronized boolean dropIfUnmapped() {
        if (object != null && isUnused()) {
            object.sync(0, object.size());
            drop();
        }
        return object == null;
    }

    /** Who has it open may be about to map it. */
    private boolean isUnused() {
        return open.isEmpty() && !object.isHeldByOthers();
    }

    /** For who holds the volume's monitor, which comes after this one's: so without it. */
    boolean hasObject() {
        return object != null;
    }

    private void drop() {
        object.release();
        object = null;
        origin.release();
        origin = null;
        if (sink != null) {
            sink.release();
            sink = null;
        }
    }

    /** Nobody has it open any more. */
    void unused() {
        HostChannel never = takeFirst();
        if (never != null) {
            never.release();
        }
    }
}

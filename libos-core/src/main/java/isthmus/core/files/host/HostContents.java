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
    private MemoryObject object;
    /** What the object reads from and writes back to. Replaced by a writable one when that is needed. */
    private volatile HostChannel backing;
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
        ByteBuffer copy = source.duplicate();
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
        if (object != null) {
            copy.limit(copy.position() + done);
            object.write(position, copy);
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
        if (object != null) {
            object.truncate(size);
        }
        return size != old;
    }

    /** fsync(2). */
    void sync(HostChannel channel, boolean dataOnly) {
        sync(dataOnly);
        try {
            channel.file().force(!dataOnly);
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** Hands what was stored through mappings to the host. */
    void sync(boolean dataOnly) {
        MemoryObject mapped = objectIfAny();
        if (mapped != null) {
            mapped.sync(0, mapped.size());
        }
    }

    /** What is stored through a mapping past the host's end counts at once. */
    Stat withCurrentSize(Stat s) {
        MemoryObject mapped = objectIfAny();
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
                backing = channel.retain();
                object = new MemoryObject(
                        inode.volume().services().memory(), this::fill, this::writeBack, size(channel));
            } else if (writableShared && !backing.isWritable()) {
                HostChannel old = backing;
                backing = channel.retain();
                old.release();
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
                int done = backing.file().read(target, position);
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
                position += backing.file().write(source, position);
            }
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** Gives the object up if nobody maps it or has the file open; true if there is none any more. */
    boolean dropIfUnmapped() {
        synchronized (this) {
            if (object == null) {
                return true;
            }
            if (object.isMapped() || inode.isHeld()) { // somebody may have just opened it and be about to map it
                return false;
            }
            object.sync(0, object.size());
            object.release();
            object = null;
            backing.release();
            backing = null;
            return true;
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

package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import isthmus.core.south.HostException;

/** An anonymous file of the host (memfd_create(2)), sparse, as large as a run could ever want. */
final class SharedFile implements AutoCloseable {
    private static final int MFD_CLOEXEC = 1;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    final int fd;
    private volatile boolean closed;

    SharedFile(String name, long bytes) {
        try (Memory text = new Memory(name.length() + 1L)) {
            text.setString(0, name);
            fd = (int)
                    Libc.syscall(Libc.SYS_MEMFD_CREATE, com.sun.jna.Pointer.nativeValue(text), MFD_CLOEXEC, 0, 0, 0, 0);
            Libc.ftruncate(fd, bytes);
        } catch (LastErrorException e) {
            throw new HostException(
                    "The host gave no shared memory (memfd_create): " + e.getMessage()
                            + ". Isthmus needs Linux 5.11 or newer.",
                    e);
        }
    }

    /** Maps a range for the kernel and returns its address. */
    long map(long offset, long bytes) {
        try {
            return Libc.mmap(0, bytes, Libc.PROT_READ_WRITE, Libc.MAP_SHARED | Libc.MAP_NORESERVE, fd, offset);
        } catch (LastErrorException e) {
            throw new HostException(
                    "The host could not map " + bytes + " bytes of shared memory: " + e.getMessage(), e);
        }
    }

    /**
     * Where the first page at or after an offset is that holds anything, in memory or swapped out; far away if there is none,
     * or the file is closed.
     */
    long nextData(long offset) {
        if (closed) {
            return Long.MAX_VALUE; // the number may be that of another file by now
        }
        try {
            return Libc.lseek(fd, offset, SEEK_DATA);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == ENXIO) {
                return Long.MAX_VALUE;
            }
            throw new HostException(
                    "The host did not say where its shared memory is used (lseek): " + e.getMessage(), e);
        }
    }

    /** Gives back the memory of a range, which then reads as zeroes. Nothing once the file is closed. */
    void discard(long offset, long bytes) {
        if (closed) {
            return; // likewise
        }
        try {
            Libc.fallocate(fd, Libc.FALLOC_PUNCH, offset, bytes);
        } catch (LastErrorException e) {
            throw new HostException("The host did not take back shared memory (fallocate): " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Libc.close(fd);
    }
}

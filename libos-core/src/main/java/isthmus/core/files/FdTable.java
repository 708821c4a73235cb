package isthmus.core.files;

import isthmus.core.Errno;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The descriptors of a process, or of several that share them ({@code CLONE_FILES}); the owner of its POSIX locks. All
 * state is guarded by this.
 * Files are closed outside the lock.
 */
public final class FdTable {
    private OpenFile[] files = new OpenFile[64];
    /** The numbers in use: those whose file is not null. */
    private final BitSet open = new BitSet();

    private final BitSet closeOnExec = new BitSet();
    private int users = 1;

    /** The file, without retaining it: for looks only. EBADF. */
    public synchronized OpenFile peek(int fd) {
        if (fd < 0 || fd >= files.length || files[fd] == null) {
            throw Errno.EBADF.exception();
        }
        return files[fd];
    }

    /** The file, retained: the caller must {@link OpenFile#release()} it. EBADF. */
    public synchronized OpenFile get(int fd) {
        return peek(fd).retain();
    }

    /**
     * Puts a file (whose reference passes to the table) under the lowest free number from {@code minimum} on.
     *
     * @param limit RLIMIT_NOFILE; EMFILE when there is no number below it (the reference stays with the caller)
     */
    public synchronized int install(OpenFile file, boolean cloexec, int minimum, long limit) {
        int fd = open.nextClearBit(minimum);
        if (fd >= limit) {
            throw Errno.EMFILE.exception();
        }
        place(fd, file, cloexec);
        return fd;
    }

    /** EMFILE if there is no free number below {@code limit}. */
    public synchronized void checkRoom(long limit) {
        if (open.nextClearBit(0) >= limit) {
            throw Errno.EMFILE.exception();
        }
    }

    /** Puts a file under a given number and returns what was there before, or null; its reference passes to the caller. */
    public synchronized OpenFile replace(int fd, OpenFile file, boolean cloexec) {
        OpenFile old = fd < files.length ? files[fd] : null;
        place(fd, file, cloexec);
        return old;
    }

    private void place(int fd, OpenFile file, boolean cloexec) {
        if (fd >= files.length) {
            files = Arrays.copyOf(files, Math.max(fd + 1, files.length * 2));
        }
        files[fd] = file;
        open.set(fd);
        closeOnExec.set(fd, cloexec);
    }

    /** Takes a file out; its reference passes to the caller. EBADF. */
    public synchronized OpenFile remove(int fd) {
        OpenFile file = peek(fd);
        files[fd] = null;
        open.clear(fd);
        closeOnExec.clear(fd);
        return file;
    }

    public synchronized boolean isCloseOnExec(int fd) {
        peek(fd);
        return closeOnExec.get(fd);
    }

    public synchronized void setCloseOnExec(int fd, boolean cloexec) {
        peek(fd);
        closeOnExec.set(fd, cloexec);
    }

    /** Descriptors from here on are surely not open; select(2) looks no further. */
    public synchronized int capacity() {
        return files.length;
    }

    /** The numbers in use. */
    public synchronized int[] descriptors() {
        return open.stream().toArray();
    }

    /** A copy with the same files, each retained (fork). */
    public synchronized FdTable copy() {
        FdTable copy = new FdTable();
        copy.files = files.clone();
        copy.open.or(open);
        copy.closeOnExec.or(closeOnExec);
        for (OpenFile file : files) {
            if (file != null) {
                file.retain();
            }
        }
        return copy;
    }

    /** One more process uses this table. */
    public synchronized FdTable share() {
        users++;
        return this;
    }

    public synchronized boolean isShared() {
        return users > 1;
    }

    /** Closes what is marked close-on-exec. */
    public void closeForExec() {
        for (int fd : descriptors()) {
            OpenFile file = null;
            synchronized (this) {
                if (fd < files.length && files[fd] != null && closeOnExec.get(fd)) {
                    file = remove(fd);
                }
            }
            close(file);
        }
    }

    /** One user less; the last one closes everything. */
    public void leave() {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        for (int fd : descriptors()) {
            close(remove(fd));
        }
    }

    private void close(OpenFile file) {
        if (file != null) {
            file.descriptorClosed(this);
            file.release();
        }
    }
}

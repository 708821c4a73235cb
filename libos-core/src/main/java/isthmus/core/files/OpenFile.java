package isthmus.core.files;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.memory.MemoryObject;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Pollable;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * An open file description (open(2)): what descriptors refer to, shared by {@code dup} and {@code fork}.
 *
 * <p>No operation here ever blocks for something a guest must wait for: it throws {@link Errno#EAGAIN}, and the caller
 * waits on {@link #waitQueue()} unless the file has {@code O_NONBLOCK}. The default of each operation is the error
 * that Linux gives for a file that does not have it.
 */
public abstract class OpenFile implements Pollable {
    private final AtomicInteger references = new AtomicInteger(1);
    /** Guarded by {@code references}; copied on write. */
    private List<CloseListener> closeListeners = List.of();

    private volatile int flags;
    private Inode openedFrom;
    private boolean countedAsWriter;

    /** @param flags of open(2): access mode and status flags; creation flags are dropped */
    protected OpenFile(int flags) {
        this.flags = flags
                & ~(OpenFlags.O_CREAT
                        | OpenFlags.O_EXCL
                        | OpenFlags.O_NOCTTY
                        | OpenFlags.O_TRUNC
                        | OpenFlags.O_CLOEXEC);
    }

    /** Access mode and status flags, as {@code F_GETFL} gives them. */
    public final int flags() {
        return flags;
    }

    /** {@code F_SETFL}: replaces O_APPEND, O_ASYNC, O_DIRECT, O_NOATIME and O_NONBLOCK. */
    public void setStatusFlags(int newFlags) {
        int settable = OpenFlags.O_APPEND
                | OpenFlags.O_ASYNC
                | OpenFlags.O_DIRECT
                | OpenFlags.O_NOATIME
                | OpenFlags.O_NONBLOCK;
        flags = flags & ~settable | newFlags & settable;
    }

    public final boolean isNonBlocking() {
        return (flags & OpenFlags.O_NONBLOCK) != 0;
    }

    /** The inode this was opened from; sockets, pipes, eventfds … have anonymous ones. Never null. */
    public abstract Inode inode();

    /** Where it was opened, for /proc/pid/fd and fchdir; null for anonymous files (then {@link #description()} counts). */
    public PathNode path() {
        return null;
    }

    /** What {@code readlink /proc/self/fd/N} shows for files without a path: {@code pipe:[12]}, {@code anon_inode:[eventpoll]} … */
    public String description() {
        return "anon_inode:[" + getClass().getSimpleName() + "]";
    }

    /** What /proc/pid/fdinfo shows besides what all files have: whole lines, or nothing. */
    public String statusLines() {
        return "";
    }

    /** The offset as /proc/pid/fdinfo shows it: 0 where there is none. */
    public final long shownOffset() {
        try {
            return lseek(0, RegularFile.SEEK_CUR);
        } catch (ErrnoException e) {
            return 0; // ESPIPE
        }
    }

    // --- data -----------------------------------------------------------------------------------------------------

    /** read(2) at, and moving, the file offset. 0 is end of file. */
    public int read(ByteBuffer target) {
        throw Errno.EINVAL.exception();
    }

    /** write(2). May write less than all, at least one byte; EAGAIN if nothing. EPIPE: the caller sends SIGPIPE. */
    public int write(ByteBuffer source) {
        throw Errno.EINVAL.exception();
    }

    /** pread(2). ESPIPE where there is no offset. */
    public int read(ByteBuffer target, long offset) {
        throw Errno.ESPIPE.exception();
    }

    public int write(ByteBuffer source, long offset) {
        throw Errno.ESPIPE.exception();
    }

    public long lseek(long offset, int whence) {
        throw Errno.ESPIPE.exception();
    }

    /**
     * Whether one read or write must be handed over in one buffer, as datagrams, eventfds and terminals need it;
     * otherwise guest memory may be handed over piece by piece.
     */
    public boolean isMessageOriented() {
        return true;
    }

    @Override
    public int poll() {
        return PollEvents.READABLE | PollEvents.WRITABLE;
    }

    @Override
    public WaitQueue waitQueue() {
        return null;
    }

    /**
     * Repeats {@code attempt}, which calls {@link #read}, until it does not say EAGAIN: what read(2) and its kin do on a
     * file without O_NONBLOCK. Sockets know a time-out (SO_RCVTIMEO), terminals their VMIN and VTIME.
     *
     * @throws ErrnoException what {@code attempt} throws, ERESTARTSYS when interrupted, EAGAIN when timed out
     */
    public long awaitRead(Sleeper sleeper, LongSupplier attempt) {
        return sleeper.until(waitQueue(), PollEvents.READABLE | PollEvents.POLLRDHUP, Sleeper.FOREVER, attempt);
    }

    /** The same for {@link #write}: until one attempt wrote something. What is left is the caller's to write in further rounds. */
    public long awaitWrite(Sleeper sleeper, LongSupplier attempt) {
        return sleeper.until(waitQueue(), PollEvents.WRITABLE, Sleeper.FOREVER, attempt);
    }

    /** Whether EPIPE from {@link #write} comes with SIGPIPE, which the caller sends; not so for datagram sockets. */
    public boolean brokenPipeSignals() {
        return true;
    }

    /** False for regular files and directories: epoll_ctl(2) refuses them with EPERM. */
    public boolean supportsEpoll() {
        return waitQueue() != null;
    }

    /** Whether sendfile(2) and splice(2) can read from it (EINVAL otherwise). */
    public boolean supportsSpliceRead() {
        return true;
    }

    // --- the rest -------------------------------------------------------------------------------------------------

    /**
     * ioctl(2).
     *
     * @param caller the calling task, as the shim knows it; opaque here
     */
    public long ioctl(int request, long argument, GuestMemory memory, Object caller) {
        throw Errno.ENOTTY.exception();
    }

    /** Directory entries from the current position on; ENOTDIR where this is no directory. */
    public void readDirectory(DirectoryVisitor visitor) {
        throw Errno.ENOTDIR.exception();
    }

    /** fsync(2) and fdatasync(2). */
    public void sync(boolean dataOnly) {
        throw Errno.EINVAL.exception();
    }

    /** fallocate(2). */
    public void allocate(int mode, long offset, long length) {
        throw Errno.ENODEV.exception();
    }

    /** ftruncate(2). */
    public void truncate(long size) {
        throw Errno.EINVAL.exception();
    }

    /**
     * What mmap(2) maps; ENODEV where that cannot be; null if it is new zeroed memory each time, as of /dev/zero. The
     * access mode has been checked.
     *
     * @param writableShared whether stores through the mapping must reach the file
     */
    public MemoryObject memoryObject(boolean writableShared) {
        throw Errno.ENODEV.exception();
    }

    /** Whether reading leaves the access time alone: O_NOATIME, a mount with noatime, a read-only one. */
    protected final boolean keepsAccessTime() {
        PathNode path = path();
        return (flags & OpenFlags.O_NOATIME) != 0
                || path != null
                        && (path.mount().has(Mount.MS_NOATIME) || path.mount().readOnly());
    }

    // --- life -----------------------------------------------------------------------------------------------------

    /** One more holder (a descriptor, a mapping, a message in flight, an operation under way). */
    public final OpenFile retain() {
        references.incrementAndGet();
        return this;
    }

    /** How many holders there are now. */
    public final int holders() {
        return references.get();
    }

    /** One holder less; the last one closes. Never call it with a lock held. */
    public final void release() {
        if (references.decrementAndGet() == 0) {
            for (CloseListener listener : dropCloseListeners()) {
                listener.fileClosed(this);
            }
            if (openedFrom != null) {
                FileEvents.closed(this);
            }
            InodeState state = inode().stateIfAny();
            if (state != null && state.locksIfAny() != null) {
                state.locksIfAny().releaseFile(this);
            }
            closed();
            if (openedFrom != null) {
                if (countedAsWriter) {
                    openedFrom.endWriting();
                }
                openedFrom.release();
            }
        }
    }

    /** Said by {@link FileOpener}: {@code inode} was retained for this file, and perhaps counts it as a writer. */
    final void setOpened(Inode inode, boolean writer) {
        openedFrom = inode;
        countedAsWriter = writer;
    }

    /** Hears that the last holder of a file is gone, before the file itself does (epoll(7)). */
    public interface CloseListener {
        void fileClosed(OpenFile file);
    }

    public final void addCloseListener(CloseListener listener) {
        synchronized (references) {
            List<CloseListener> copy = new ArrayList<>(closeListeners);
            copy.add(listener);
            closeListeners = copy;
        }
    }

    /** Takes one registration of {@code listener} back. */
    public final void removeCloseListener(CloseListener listener) {
        synchronized (references) {
            List<CloseListener> copy = new ArrayList<>(closeListeners);
            copy.remove(listener);
            closeListeners = copy.isEmpty() ? List.of() : copy;
        }
    }

    private List<CloseListener> dropCloseListeners() {
        synchronized (references) {
            List<CloseListener> dropped = closeListeners;
            closeListeners = List.of();
            return dropped;
        }
    }

    /** Called when a descriptor of a process is closed, before {@link #release()}; owner is its {@link FdTable} (for POSIX locks). */
    public void descriptorClosed(Object owner) {
        InodeState state = inode().stateIfAny();
        if (state != null && state.locksIfAny() != null) {
            state.locksIfAny().releaseProcess(owner);
        }
    }

    /** The last holder is gone. */
    protected void closed() {}
}

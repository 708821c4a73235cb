package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FileLocks;
import isthmus.core.files.FileLocks.RecordLock;
import isthmus.core.files.LockWaits;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.util.List;

/** flock(2), and the record locks of fcntl(2). */
public final class LockCalls {
    public static final List<SystemCall> ROWS =
            List.of(SystemCall.full(73, "flock", LockCalls::flock, ArgType.FD, ArgType.HEX));

    private static final int LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8;
    private static final short F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2;

    private LockCalls() {}

    private static long flock(Task task, Args args) {
        int operation = args.i(1) & ~LOCK_NB;
        if (operation != LOCK_SH && operation != LOCK_EX && operation != LOCK_UN) {
            throw Errno.EINVAL.exception();
        }
        return OpenFiles.use(task, args.i(0), file -> {
            FileLocks locks = file.inode().state().locks();
            if (operation == LOCK_UN) {
                locks.funlock(file);
            } else if ((args.i(1) & LOCK_NB) != 0) {
                locks.flock(file, operation == LOCK_EX);
            } else {
                task.sleeper().until(locks.waitQueue(), PollEvents.READABLE, Sleeper.FOREVER, () -> {
                    locks.flock(file, operation == LOCK_EX);
                    return 0;
                });
            }
            return 0;
        });
    }

    // --- fcntl(2) ---------------------------------------------------------------------------------------------------

    /** {@code struct flock} with its range made absolute. {@code address} is where it was read from. */
    private record Request(long address, short type, long start, long end, int pid) {}

    /** F_GETLK and F_OFD_GETLK. */
    static long test(Task task, OpenFile file, long address, boolean ofd) {
        GuestMemory memory = task.memory();
        Request request = read(memory, file, address);
        checkPid(request, ofd);
        if (request.type == F_UNLCK) {
            throw Errno.EINVAL.exception();
        }
        Object owner = ofd ? file : task.files();
        RecordLock wanted = new RecordLock(owner, request.type == F_WRLCK, request.start, request.end, 0);
        RecordLock holder = file.inode().state().locks().conflict(wanted);
        if (holder == null) {
            memory.writeShort(address, F_UNLCK);
            return 0;
        }
        memory.writeShort(address, holder.exclusive() ? F_WRLCK : F_RDLCK);
        memory.writeShort(address + 2, (short) SeekCalls.SEEK_SET);
        memory.writeLong(address + 8, holder.start());
        memory.writeLong(address + 16, holder.end() == FileLocks.TO_END ? 0 : holder.end() - holder.start() + 1);
        memory.writeInt(address + 24, holder.pid());
        return 0;
    }

    /** F_SETLK, F_SETLKW, F_OFD_SETLK and F_OFD_SETLKW. */
    static long set(Task task, OpenFile file, int descriptor, long address, boolean ofd, boolean wait) {
        Request request = read(task.memory(), file, address);
        checkPid(request, ofd);
        checkAccess(file, request.type);
        FileLocks locks = file.inode().state().locks();
        Object owner = ofd ? file : task.files();
        if (request.type == F_UNLCK) {
            locks.unlock(owner, request.start, request.end);
            return 0;
        }
        RecordLock wanted =
                new RecordLock(owner, request.type == F_WRLCK, request.start, request.end, ofd ? -1 : task.pid());
        if (!wait) {
            locks.lock(wanted);
        } else if (ofd) {
            LockWaits.lockWithoutDetection(locks, wanted, task.sleeper());
        } else {
            task.kernel().lockWaits().lock(locks, wanted, task.sleeper());
        }
        if (!ofd && !isStillOpen(task, descriptor, file)) {
            // Another task closed it while we locked; nobody else would give the lock back.
            locks.unlock(owner, 0, FileLocks.TO_END);
        }
        return 0;
    }

    private static boolean isStillOpen(Task task, int descriptor, OpenFile file) {
        try {
            return task.files().peek(descriptor) == file;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private static void checkPid(Request request, boolean ofd) {
        if (ofd && request.pid != 0) {
            throw Errno.EINVAL.exception();
        }
    }

    private static void checkAccess(OpenFile file, short type) {
        boolean allowed = switch (type) {
            case F_RDLCK -> OpenFlags.readable(file.flags());
            case F_WRLCK -> OpenFlags.writable(file.flags());
            default -> true;
        };
        if (!allowed) {
            throw Errno.EBADF.exception();
        }
    }

    /** EINVAL for a bad type, whence or range; EOVERFLOW. */
    private static Request read(GuestMemory memory, OpenFile file, long address) {
        short type = memory.readShort(address);
        short whence = memory.readShort(address + 2);
        long offset = memory.readLong(address + 8);
        long length = memory.readLong(address + 16);
        int pid = memory.readInt(address + 24);
        long base = switch (whence) {
            case SeekCalls.SEEK_SET -> 0;
            case SeekCalls.SEEK_CUR -> file.lseek(0, SeekCalls.SEEK_CUR);
            case SeekCalls.SEEK_END -> file.inode().stat().size();
            default -> throw Errno.EINVAL.exception();
        };
        if (offset > Long.MAX_VALUE - base) {
            throw Errno.EOVERFLOW.exception();
        }
        long start = base + offset;
        if (start < 0) {
            throw Errno.EINVAL.exception();
        }
        long end = FileLocks.TO_END;
        if (length > 0) {
            if (length - 1 > Long.MAX_VALUE - start) {
                throw Errno.EOVERFLOW.exception();
            }
            end = start + length - 1;
        } else if (length < 0) {
            if (start + length < 0) {
                throw Errno.EINVAL.exception();
            }
            end = start - 1;
            start += length;
        }
        if (type < F_RDLCK || type > F_UNLCK) {
            throw Errno.EINVAL.exception();
        }
        return new Request(address, type, start, end, pid);
    }
}

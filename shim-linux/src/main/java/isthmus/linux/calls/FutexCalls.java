package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.wait.Sleeper;
import isthmus.linux.futex.FutexTable;
import isthmus.linux.futex.Futexes;
import isthmus.linux.futex.RobustLists;
import isthmus.linux.futex.WakeOp;
import isthmus.linux.signal.SignalSending;
import isthmus.linux.task.Task;
import isthmus.linux.time.Deadlines;
import java.util.List;

/** futex(2) and the robust lists. */
public final class FutexCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    202,
                    "futex",
                    FutexCalls::futex,
                    ArgType.ADDRESS,
                    ArgType.FUTEX_OP,
                    ArgType.UNSIGNED,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.full(273, "set_robust_list", FutexCalls::setRobustList, ArgType.ADDRESS, ArgType.SIZE),
            SystemCall.full(
                    274, "get_robust_list", FutexCalls::getRobustList, ArgType.PID, ArgType.ADDRESS, ArgType.ADDRESS));

    private static final int WAIT = 0, WAKE = 1, REQUEUE = 3, CMP_REQUEUE = 4, WAKE_OP = 5, LOCK_PI = 6;
    private static final int UNLOCK_PI = 7, TRYLOCK_PI = 8, WAIT_BITSET = 9, WAKE_BITSET = 10;
    private static final int WAIT_REQUEUE_PI = 11, CMP_REQUEUE_PI = 12, LOCK_PI2 = 13;
    private static final int PRIVATE = 128, CLOCK_REALTIME = 256;

    private FutexCalls() {}

    private static long futex(Task task, Args args) {
        int flags = args.i(1);
        int command = flags & ~(PRIVATE | CLOCK_REALTIME);
        boolean realtime = (flags & CLOCK_REALTIME) != 0;
        if (realtime
                && command != WAIT
                && command != WAIT_BITSET
                && command != WAIT_REQUEUE_PI
                && command != LOCK_PI2) {
            throw Errno.ENOSYS.exception();
        }
        return switch (command) {
            case WAIT, WAIT_BITSET, LOCK_PI, LOCK_PI2, WAIT_REQUEUE_PI -> wait(task, args, command, realtime);
            case TRYLOCK_PI -> lock(task, args, Sleeper.FOREVER, false);
            case WAKE -> wake(task, args, FutexTable.MATCH_ANY);
            case WAKE_BITSET -> wake(task, args, bitset(args));
            case REQUEUE, CMP_REQUEUE, CMP_REQUEUE_PI -> requeue(task, args, command);
            case WAKE_OP -> wakeOp(task, args);
            case UNLOCK_PI -> {
                futexes(task).pi().unlock(task, key(task, args, 0), args.n(0));
                yield 0;
            }
            default -> throw Errno.ENOSYS.exception();
        };
    }

    private static Futexes futexes(Task task) {
        return task.kernel().futexes();
    }

    private static FutexKey key(Task task, Args args, int argument) {
        return FutexTable.key(task, args.n(argument), (args.i(1) & PRIVATE) != 0);
    }

    private static int bitset(Args args) {
        int bitset = args.i(5);
        if (bitset == 0) {
            throw Errno.EINVAL.exception();
        }
        return bitset;
    }

    // --- waiting
    // ------------------------------------------------------------------------------------------------------

    private static long wait(Task task, Args args, int command, boolean realtime) {
        long deadline = Sleeper.FOREVER;
        if (args.n(3) != 0) {
            long nanos = Timeouts.timespec(task.memory(), args.n(3));
            deadline = switch (command) {
                case WAIT -> Timeouts.deadline(nanos);
                case LOCK_PI -> Deadlines.ofRealtime(task.kernel().clocks(), nanos);
                default ->
                    realtime
                            ? Deadlines.ofRealtime(task.kernel().clocks(), nanos)
                            : Deadlines.ofMonotonic(task.kernel().clocks(), nanos);
            };
        }
        return switch (command) {
            case WAIT -> plainWait(task, key(task, args, 0), args.n(0), args.i(2), FutexTable.MATCH_ANY, deadline);
            case WAIT_BITSET -> plainWait(task, key(task, args, 0), args.n(0), args.i(2), bitset(args), deadline);
            case WAIT_REQUEUE_PI -> waitRequeue(task, args, deadline);
            default -> lock(task, args, deadline, true);
        };
    }

    private static long plainWait(Task task, FutexKey key, long address, int value, int bitset, long deadline) {
        return switch (futexes(task).table().await(task, key, address, value, bitset, deadline)) {
            case WOKEN -> 0;
            case TIMED_OUT -> throw Errno.ETIMEDOUT.exception();
            case INTERRUPTED ->
                throw deadline == Sleeper.FOREVER
                        ? Errno.ERESTARTSYS.exception()
                        : task.signals().restartWith(() -> plainWait(task, key, address, value, bitset, deadline));
        };
    }

    private static long waitRequeue(Task task, Args args, long deadline) {
        if (args.n(0) == args.n(4)) {
            throw Errno.EINVAL.exception();
        }
        FutexKey key = key(task, args, 0);
        FutexKey target = key(task, args, 4);
        return result(futexes(task)
                .pi()
                .awaitRequeue(task, key, args.n(0), args.i(2), FutexTable.MATCH_ANY, target, deadline));
    }

    private static long lock(Task task, Args args, long deadline, boolean mayWait) {
        return result(futexes(task).pi().lock(task, key(task, args, 0), args.n(0), deadline, mayWait));
    }

    private static long result(FutexTable.Outcome outcome) {
        return switch (outcome) {
            case WOKEN -> 0;
            case TIMED_OUT -> throw Errno.ETIMEDOUT.exception();
            case INTERRUPTED -> throw Errno.ERESTARTNOINTR.exception();
        };
    }

    // --- waking
    // -------------------------------------------------------------------------------------------------------

    private static long wake(Task task, Args args, int bitset) {
        return futexes(task).table().wake(key(task, args, 0), args.i(2), bitset);
    }

    private static long requeue(Task task, Args args, int command) {
        int wakes = args.i(2);
        int moves = args.i(3);
        if (wakes < 0 || moves < 0) {
            throw Errno.EINVAL.exception();
        }
        FutexKey from = key(task, args, 0);
        FutexKey to = key(task, args, 4);
        if (command != CMP_REQUEUE_PI) {
            Integer expected = command == REQUEUE ? null : Integer.valueOf(args.i(5));
            return futexes(task).table().requeue(task, from, args.n(0), wakes, to, moves, expected);
        }
        if (wakes != 1 || from.equals(to)) {
            throw Errno.EINVAL.exception();
        }
        return futexes(task).pi().requeue(task, from, args.n(0), to, args.n(4), moves, args.i(5));
    }

    private static long wakeOp(Task task, Args args) {
        WakeOp operation = new WakeOp(args.i(5));
        FutexKey one = key(task, args, 0);
        FutexKey two = key(task, args, 4);
        return futexes(task).table().wakeOp(task, one, args.i(2), two, args.n(4), args.i(3), operation);
    }

    // --- robust lists
    // -------------------------------------------------------------------------------------------------

    private static long setRobustList(Task task, Args args) {
        if (args.n(1) != RobustLists.HEAD_BYTES) {
            throw Errno.EINVAL.exception();
        }
        task.setRobustList(args.n(0));
        return 0;
    }

    private static long getRobustList(Task task, Args args) {
        int tid = args.i(0);
        Task other = tid == 0 ? task : task.kernel().tree().pids().task(tid);
        if (other == null) {
            throw Errno.ESRCH.exception();
        }
        try {
            SignalSending.checkPermission(task, other.group(), other.credentials(), 0);
        } catch (ErrnoException e) {
            throw Errno.EPERM.exception();
        }
        task.memory().writeLong(args.n(2), RobustLists.HEAD_BYTES);
        task.memory().writeLong(args.n(1), other.robustList());
        return 0;
    }
}

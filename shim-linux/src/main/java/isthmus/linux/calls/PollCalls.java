package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.poll.PollSet;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** poll(2) and ppoll. */
public final class PollCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    7,
                    "poll",
                    (task, args) -> restartable(task, args.n(0), args.i(1), Timeouts.deadlineOfMillis(args.i(2))),
                    ArgType.POLLFDS,
                    ArgType.UNSIGNED,
                    ArgType.INT),
            SystemCall.full(
                    271,
                    "ppoll",
                    PollCalls::ppoll,
                    ArgType.POLLFDS,
                    ArgType.UNSIGNED,
                    ArgType.TIMESPEC_IN,
                    ArgType.SIGNAL_SET,
                    ArgType.SIZE));

    /** sizeof(struct pollfd): int fd, short events, short revents. */
    private static final int POLLFD = 8;

    private PollCalls() {}

    /** poll(2): if no handler runs it goes on to the same deadline. */
    private static long restartable(Task task, long address, int count, long deadline) {
        try {
            return poll(task, address, count, deadline);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ERESTARTNOHAND) {
                throw e;
            }
            throw task.signals().restartWith(() -> restartable(task, address, count, deadline));
        }
    }

    private static long ppoll(Task task, Args args) {
        long timeout = args.n(2);
        long nanos = timeout == 0 ? Long.MAX_VALUE : Timeouts.timespec(task.memory(), timeout);
        long deadline = timeout == 0 ? Sleeper.FOREVER : Timeouts.deadline(nanos);
        try {
            return task.signals().withMaskAt(args.n(3), args.n(4), () -> poll(task, args.n(0), args.i(1), deadline));
        } finally {
            Timeouts.writeBack(task.memory(), timeout, deadline, nanos, false);
        }
    }

    private static long poll(Task task, long address, int count, long deadline) {
        if (Integer.toUnsignedLong(count) > Descriptors.limit(task)) {
            throw Errno.EINVAL.exception();
        }
        GuestMemory memory = task.memory();
        ByteBuffer table =
                ByteBuffer.wrap(memory.readBytes(address, count * POLLFD)).order(ByteOrder.LITTLE_ENDIAN);
        try (PollSet set = new PollSet(count)) {
            for (int i = 0; i < count; i++) {
                add(task, set, table.getInt(i * POLLFD), table.getShort(i * POLLFD + 4));
            }
            int ready = set.await(task.sleeper(), deadline);
            for (int i = 0; i < count; i++) {
                memory.writeShort(address + (long) i * POLLFD + 6, (short) set.events(i));
            }
            return ready;
        }
    }

    private static void add(Task task, PollSet set, int fd, int events) {
        if (fd < 0) {
            set.addFixed(0);
            return;
        }
        try {
            set.add(Descriptors.get(task, fd), events & 0xffff);
        } catch (ErrnoException e) {
            set.addFixed(PollEvents.POLLNVAL);
        }
    }
}

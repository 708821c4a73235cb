package isthmus.linux.signal;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * signalfd(2): a file from which pending signals are read. As in Linux it shows the signals of the task that looks;
 * where none does (a nested epoll looks in the name of nobody) those of the process that made it.
 */
public final class SignalFd extends OpenFile {
    /** Bytes of a {@code struct signalfd_siginfo}. */
    private static final int RECORD = 128;

    private final Inode inode;
    private final ProcessSignals maker;
    private volatile long set;

    /** @param flags O_NONBLOCK or 0 */
    public SignalFd(Inode inode, ProcessSignals maker, long set, int flags) {
        super(OpenFlags.O_RDWR | flags);
        this.inode = inode;
        this.maker = maker;
        this.set = set & ~Signal.UNBLOCKABLE;
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:[signalfd]";
    }

    /** Replaces the set of signals that can be read. */
    public void setSignals(long newSet) {
        set = newSet & ~Signal.UNBLOCKABLE;
        waitQueue().wake(PollEvents.READABLE);
    }

    @Override
    public String statusLines() {
        return String.format(Locale.ROOT, "sigmask:\t%016x\n", set);
    }

    @Override
    public WaitQueue waitQueue() {
        Task task = Task.current();
        return (task == null ? maker : task.group().signals()).arrivals();
    }

    @Override
    public int poll() {
        Task task = Task.current();
        long pending = task == null ? maker.pendingSet() & set : task.signals().pendingIn(set);
        return pending != 0 ? PollEvents.READABLE : 0;
    }

    @Override
    public int read(ByteBuffer target) {
        if (target.remaining() < RECORD) {
            throw Errno.EINVAL.exception();
        }
        Task task = Task.current();
        if (task == null) {
            throw Errno.EAGAIN.exception();
        }
        int done = 0;
        while (target.remaining() >= RECORD) {
            SigInfo info = task.signals().take(set);
            if (info == null) {
                break;
            }
            target.put(encode(info));
            done += RECORD;
        }
        if (done == 0) {
            throw Errno.EAGAIN.exception();
        }
        return done;
    }

    private static byte[] encode(SigInfo info) {
        byte[] bytes = new byte[RECORD];
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, info.signo()).putInt(4, info.errno()).putInt(8, info.code());
        switch (info.layout()) {
            case KILL -> b.putInt(12, info.pid()).putInt(16, info.uid());
            case TIMER ->
                b.putInt(24, info.pid())
                        .putInt(32, info.uid())
                        .putInt(44, info.status())
                        .putLong(48, info.value());
            case POLL -> b.putInt(28, (int) info.address()).putInt(20, info.status());
            case FAULT -> b.putLong(72, info.address());
            case CHILD ->
                b.putInt(12, info.pid())
                        .putInt(16, info.uid())
                        .putInt(40, info.status())
                        .putLong(56, info.utime())
                        .putLong(64, info.stime());
            case QUEUED ->
                b.putInt(12, info.pid())
                        .putInt(16, info.uid())
                        .putInt(44, info.status())
                        .putLong(48, info.value());
        }
        return bytes;
    }
}

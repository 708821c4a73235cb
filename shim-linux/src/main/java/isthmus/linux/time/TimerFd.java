package isthmus.linux.time;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.time.Timers;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.WaitQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** A timer that is read like a file (timerfd_create(2)). The monitor of its timer guards the count. */
public final class TimerFd extends OpenFile {
    public static final int TFD_TIMER_ABSTIME = 1, TFD_TIMER_CANCEL_ON_SET = 2;

    private static final long SECOND = 1_000_000_000L;

    private final Inode inode;
    private final TimerClock clock;
    private final int clockId;
    private final WaitQueue queue = new WaitQueue();
    private final ClockTimer timer;
    private long expirations;
    /** Guarded by the timer: what timerfd_settime(2) was given. */
    private int settingFlags;

    /** @param flags O_NONBLOCK or 0 */
    public TimerFd(Inode inode, Timers timers, TimerClock clock, int clockId, int flags) {
        super(OpenFlags.O_RDWR | flags);
        this.inode = inode;
        this.clock = clock;
        this.clockId = clockId;
        this.timer = new ClockTimer(timers) {
            @Override
            void ranOut() {
                count();
            }
        };
    }

    private void count() {
        synchronized (timer) {
            if (!timer.isExpired()) {
                return; // set anew meanwhile
            }
            expirations++;
        }
        queue.wake(PollEvents.READABLE);
    }

    /**
     * Sets it; both are nanoseconds, and 0 unsets it. Returns what it was.
     *
     * @param flags of timerfd_settime(2)
     */
    public ProcessTimers.Setting set(long value, long interval, int flags) {
        boolean absolute = (flags & TFD_TIMER_ABSTIME) != 0;
        synchronized (timer) {
            settingFlags = flags;
            ProcessTimers.Setting old = get();
            if (value == 0) {
                timer.stop();
            } else {
                timer.set(clock, absolute ? value : ProcessTimers.later(clock.now(), value), interval);
            }
            expirations = 0; // now that it has done what it had begun
            return old;
        }
    }

    public ProcessTimers.Setting get() {
        synchronized (timer) {
            return new ProcessTimers.Setting(timer.remaining(), timer.interval());
        }
    }

    /** How often it has run out since it was read or set. */
    public long expirations() {
        synchronized (timer) {
            return expirations;
        }
    }

    @Override
    public Inode inode() {
        return inode;
    }

    @Override
    public String description() {
        return "anon_inode:[timerfd]";
    }

    @Override
    public String statusLines() {
        synchronized (timer) {
            ProcessTimers.Setting now = get();
            return String.format(
                    Locale.ROOT,
                    "clockid: %d\nticks: %d\nsettime flags: 0%o\nit_value: (%d, %d)\nit_interval: (%d, %d)\n",
                    clockId,
                    expirations,
                    settingFlags,
                    now.remaining() / SECOND,
                    now.remaining() % SECOND,
                    now.interval() / SECOND,
                    now.interval() % SECOND);
        }
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public int poll() {
        return expirations() > 0 ? PollEvents.READABLE : 0;
    }

    @Override
    public int read(ByteBuffer target) {
        if (target.remaining() < Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
        long count;
        synchronized (timer) {
            if (expirations == 0) {
                throw Errno.EAGAIN.exception();
            }
            count = expirations + timer.takeNotice();
            expirations = 0;
        }
        target.put(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, count));
        return Long.BYTES;
    }

    @Override
    protected void closed() {
        timer.stop();
    }
}

package isthmus.core.wait;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One guest task's way to wait. Used only by the thread that serves the task, but for {@link #wake()}.
 *
 * <p>Every blocking call is built in the same way: try without blocking; if that says {@link Errno#EAGAIN}, hang an
 * entry on the queue, try again, park, repeat. So nothing that happens between a try and the park is lost.
 */
public final class Sleeper {
    /** A deadline that never comes. */
    public static final long FOREVER = Long.MAX_VALUE;

    private final BooleanSupplier interrupted;
    private final Runnable aboutToBlock;
    private volatile Thread thread;
    private volatile boolean signalled;

    /**
     * @param interrupted whether the task has to return to its guest now (a deliverable signal, its death, a stop)
     * @param aboutToBlock is run before the thread parks
     */
    public Sleeper(BooleanSupplier interrupted, Runnable aboutToBlock) {
        this.interrupted = interrupted;
        this.aboutToBlock = aboutToBlock;
    }

    /** Makes the waiting thread look again. Any thread; never blocks. */
    public void wake() {
        signalled = true;
        Thread waiting = thread;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    public boolean isInterrupted() {
        return interrupted.getAsBoolean();
    }

    /**
     * Calls {@code attempt} until it does not throw EAGAIN, waiting on {@code queue} between attempts.
     *
     * @param deadline in {@link System#nanoTime()}'s time, or {@link #FOREVER}
     * @throws ErrnoException what {@code attempt} throws; {@link Errno#ERESTARTSYS} when interrupted;
     *     {@link Errno#EAGAIN} when the deadline passed
     */
    public long until(WaitQueue queue, int mask, long deadline, LongSupplier attempt) {
        try {
            return attempt.getAsLong();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
        WaitEntry entry = new WaitEntry(mask, events -> wake());
        queue.add(entry);
        try {
            while (true) {
                signalled = false;
                try {
                    return attempt.getAsLong();
                } catch (ErrnoException e) {
                    if (e.errno() != Errno.EAGAIN) {
                        throw e;
                    }
                }
                switch (pause(deadline)) {
                    case INTERRUPTED -> throw Errno.ERESTARTSYS.exception();
                    case TIMED_OUT -> throw Errno.EAGAIN.exception();
                    case WOKEN -> {}
                }
            }
        } finally {
            queue.remove(entry);
        }
    }

    /** Why {@link #pause} returned. */
    public enum Outcome {
        WOKEN,
        INTERRUPTED,
        TIMED_OUT
    }

    /** To be called before the condition is looked at: wakes that come from here on make {@link #pause} return at once. */
    public void prepare() {
        signalled = false;
    }

    /** Parks until {@link #wake()} (since {@link #prepare()}), an interruption or the deadline. */
    public Outcome pause(long deadline) {
        thread = Thread.currentThread();
        try {
            boolean told = false;
            while (true) {
                if (signalled) {
                    return Outcome.WOKEN;
                }
                if (interrupted.getAsBoolean()) {
                    return Outcome.INTERRUPTED;
                }
                if (!told) {
                    told = true;
                    aboutToBlock.run();
                }
                if (deadline == FOREVER) {
                    LockSupport.park(this);
                } else {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return Outcome.TIMED_OUT;
                    }
                    LockSupport.parkNanos(this, left);
                }
            }
        } finally {
            thread = null;
        }
    }
}

package isthmus.linux.time;

import isthmus.core.time.Timers;
import isthmus.core.wait.Sleeper;

/**
 * A timer on one of the clocks, once or at intervals. As in Linux, one at intervals does not run on by itself after
 * it has run out: who takes notice ({@link #takeNotice}) sets it going again, and learns how often it would have
 * run out meanwhile. All state is guarded by this; see the package for the lock order.
 */
abstract class ClockTimer {
    private final Timers timers;
    private TimerClock clock;
    /** When it runs out, or did, on its clock. */
    private long target;

    private long interval;
    /** Whether it is set and has not run out for good. */
    private boolean armed;
    /** Whether it has run out and nobody has taken notice. */
    private boolean expired;

    private Timers.Entry entry;
    /** Who is in {@link #ranOut}, or null. */
    private Thread running;

    ClockTimer(Timers timers) {
        this.timers = timers;
    }

    /** What happens when it runs out. On the timer thread, without the lock; must not block. */
    abstract void ranOut();

    /** Sets it, or unsets it with null. {@code target} and {@code interval} are nanoseconds; 0 is no interval. */
    synchronized void set(TimerClock newClock, long newTarget, long newInterval) {
        stop();
        clock = newClock;
        target = newTarget;
        interval = newInterval;
        armed = newClock != null;
        if (armed) {
            schedule();
        }
    }

    /**
     * Unsets it; the remaining time and the interval are 0 then. What it has begun to do because it ran out is done when this
     * returns. Not with a lock held that {@link #ranOut} takes.
     */
    synchronized void stop() {
        boolean interrupted = false;
        while (running != null && running != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        timers.cancel(entry);
        entry = null;
        armed = false;
        expired = false;
        interval = 0;
    }

    /** Whether it makes the timer thread work; if not it runs only in the mind of who asks. */
    boolean isWatched() {
        return true;
    }

    private void schedule() {
        if (!isWatched()) {
            return;
        }
        long earliest = clock.earliest(target);
        if (earliest != Sleeper.FOREVER) {
            Timers.Entry[] self = new Timers.Entry[1];
            self[0] = timers.schedule(earliest, () -> look(self));
            entry = self[0];
        }
    }

    private void look(Timers.Entry[] self) {
        synchronized (this) {
            if (entry != self[0] || entry == null) {
                return; // set anew meanwhile
            }
            if (clock.now() < target) {
                schedule();
                return;
            }
            entry = null;
            expired = true;
            armed = interval != 0;
            running = Thread.currentThread();
        }
        try {
            ranOut();
        } finally {
            synchronized (this) {
                running = null;
                notifyAll();
            }
        }
    }

    /**
     * Takes notice that it has run out.
     *
     * @return how many more times it has run out since, which is what goes on from here
     */
    synchronized long takeNotice() {
        if (!expired) {
            return 0;
        }
        expired = false;
        if (!armed) {
            return 0;
        }
        long more = Math.max(0, (clock.now() - target) / interval);
        target += (more + 1) * interval;
        schedule();
        return more;
    }

    synchronized boolean isExpired() {
        return expired;
    }

    /** Nanoseconds until it runs out next; 0 if it will not. */
    synchronized long remaining() {
        if (!armed) {
            return 0;
        }
        long left = target - clock.now();
        if (left > 0) {
            return left;
        }
        if (interval == 0) {
            return isWatched() ? 1 : 0; // about to run out
        }
        return interval - -left % interval;
    }

    synchronized long interval() {
        return interval;
    }
}

package isthmus.core.time;

import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;

/**
 * Clocks that go by the processor's cycle counter and follow the host's, so that programs can compute the same time
 * themselves ({@link ClockPage}). They are compared with the host's when somebody asks and the last time is longer ago than
 * the horizon, which is at most a second: without readers nothing runs, and after the host has slept the host's clocks count.
 *
 * <p>CLOCK_MONOTONIC never goes back: where it is ahead of the host's it goes slower until that has caught up, or keeps
 * the distance if that is large. CLOCK_REALTIME goes back only where the host's was set back, within a second after that.
 *
 * <p>The lock guards all state, the page and the order of both; a leaf.
 */
public final class CycleClocks implements Clocks {
    private static final long SECOND = 1_000_000_000L;
    /** The rate is known once it was watched for so long. */
    private static final long SHORTEST_WATCH = 2_000_000;
    /** It is measured over the last one to two of this many nanoseconds. */
    private static final long WATCH = 32 * SECOND;
    /** No rate changes by this part of it: something has jumped. */
    private static final double JUMP = 1e-3;
    /** By this part a clock that is ahead goes slower at most. */
    private static final double SLOWER = 1e-4;
    /** So far ahead, in nanoseconds, CLOCK_MONOTONIC stays; CLOCK_REALTIME was set back. */
    private static final long KEPT = 1_000_000, SET_BACK = 50_000_000;

    private static final int LOOKS = 5;

    private final LongSupplier counter;
    private final LongSupplier hostMonotonic;
    private final LongSupplier hostRealtime;
    private final StampedLock lock = new StampedLock();

    /** What was true at one moment. */
    private record Look(long cycles, long monotonic, long realtime) {}

    /** How the time is computed; a horizon of 0 is never enough. */
    private record State(long cycles, long horizon, ClockLine monotonic, ClockLine realtime) {}

    /** The rate is measured from this look on; the other one takes its place when it is old enough. */
    private Look first;

    private Look second;
    private State state;
    /** What is added to the host's monotonic clock. */
    private long offset;

    /** Nanoseconds per cycle, or 0 if not known. */
    private double known;

    private ClockPage page;

    /** The host's clocks, by its cycle counter. */
    public CycleClocks(LongSupplier counter) {
        this(counter, System::nanoTime, Clocks::hostRealtime);
    }

    CycleClocks(LongSupplier counter, LongSupplier hostMonotonic, LongSupplier hostRealtime) {
        this.counter = counter;
        this.hostMonotonic = hostMonotonic;
        this.hostRealtime = hostRealtime;
        this.first = look();
        this.second = first;
        this.offset = first.monotonic() < 0 ? SECOND - first.monotonic() : 0;
        this.state = new State(
                first.cycles(), 0, new ClockLine(first.monotonic() + offset, 0), new ClockLine(first.realtime(), 0));
    }

    @Override
    public long monotonic() {
        return read(false);
    }

    @Override
    public long realtime() {
        return read(true);
    }

    @Override
    public void publishOn(ClockPage target) {
        long stamp = lock.writeLock();
        try {
            page = target;
            refresh();
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private long read(boolean real) {
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            State now = state;
            long cycles = counter.getAsLong() - now.cycles();
            if (lock.validate(stamp) && Long.compareUnsigned(cycles, now.horizon()) < 0) {
                return (real ? now.realtime() : now.monotonic()).at(cycles);
            }
        }
        stamp = lock.writeLock();
        try {
            long cycles = counter.getAsLong() - state.cycles();
            if (Long.compareUnsigned(cycles, state.horizon()) >= 0) {
                refresh();
                cycles = 0;
            }
            return (real ? state.realtime() : state.monotonic()).at(cycles);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** The best of some looks: the one during which the fewest cycles passed. */
    private Look look() {
        long least = Long.MAX_VALUE;
        Look best = null;
        for (int i = 0; i < LOOKS || best == null; i++) {
            long before = counter.getAsLong();
            long monotonic = hostMonotonic.getAsLong();
            long between = counter.getAsLong();
            long realtime = hostRealtime.getAsLong();
            long after = counter.getAsLong();
            long took = after - before;
            if (took >= 0 && took < least) {
                least = took;
                long later = (long) (known * (took / 2.0)); // from the middle of the one to the middle of the other
                best = new Look(before + (between - before) / 2, monotonic, realtime - later);
            }
        }
        return best;
    }

    private void refresh() {
        Look look = look();
        known = measure(look);
        long watched = look.monotonic() - first.monotonic();
        long horizon = known == 0 ? 0 : (long) (Math.min(2 * watched, SECOND) / known);
        if (page != null) {
            page.begin();
        }
        long now = counter.getAsLong(); // from here on nobody can use the old state
        long since = (long) (known * (now - look.cycles()));
        state = new State(
                now,
                horizon,
                monotonicLine(now, look.monotonic() + since, horizon),
                realtimeLine(now, look.realtime() + since, horizon));
        if (page != null) {
            page.write(now, horizon, state.monotonic(), state.realtime());
            page.end();
        }
    }

    /** Nanoseconds per cycle; 0 if it has not been watched long enough, or if something has jumped. */
    private double measure(Look look) {
        long watched = look.monotonic() - first.monotonic();
        double measured = (double) watched / (look.cycles() - first.cycles());
        boolean jumped = known != 0 && !(Math.abs(measured / known - 1) <= JUMP);
        if (jumped || watched < 0 || look.cycles() < first.cycles()) {
            first = look;
            second = look;
            return 0;
        }
        if (look.monotonic() - second.monotonic() > WATCH) {
            first = second;
            second = look;
        }
        return watched >= SHORTEST_WATCH && ClockLine.isPossible(measured) ? measured : 0;
    }

    private ClockLine monotonicLine(long now, long host, long horizon) {
        long shown = shown(state.monotonic(), now);
        long ahead = shown - (host + offset);
        if (ahead > KEPT) {
            offset += ahead;
            ahead = 0;
        }
        return line(shown, ahead, horizon);
    }

    private ClockLine realtimeLine(long now, long host, long horizon) {
        long shown = shown(state.realtime(), now);
        long ahead = shown - host;
        return ahead > SET_BACK ? line(host, 0, horizon) : line(shown, ahead, horizon);
    }

    /** The most that the old state can have shown to anybody by now. */
    private long shown(ClockLine old, long now) {
        long cycles = now - state.cycles();
        return old.at(Long.compareUnsigned(cycles, state.horizon()) < 0 ? cycles : state.horizon());
    }

    private ClockLine line(long shown, long ahead, long horizon) {
        return ahead <= 0
                ? ClockLine.of(shown - ahead, known)
                : ClockLine.of(shown, known * (1 - Math.min(SLOWER, ahead / Math.max(1, horizon * known))));
    }
}

package isthmus.linux.time;

import isthmus.core.time.Timers;
import isthmus.linux.signal.ProcessSignals;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** A timer that timer_create(2) made. */
final class PosixTimer extends ClockTimer {
    /** What it does when it runs out ({@code struct sigevent}); {@code task} is null for the whole process. */
    record Event(int kind, int signo, long value, Task task) {}

    private final ThreadGroup process;
    private final TimerClock clock;
    private final int id;
    private final Event event;
    /** Of the last signal that was taken. */
    private volatile int overrun;

    PosixTimer(Timers timers, ThreadGroup process, TimerClock clock, int id, Event event) {
        super(timers);
        this.process = process;
        this.clock = clock;
        this.id = id;
        this.event = event;
    }

    TimerClock clock() {
        return clock;
    }

    int overrun() {
        return overrun;
    }

    void resetOverrun() {
        overrun = 0;
    }

    @Override
    boolean isWatched() {
        return event.kind() != ProcessTimers.SIGEV_NONE;
    }

    @Override
    void ranOut() {
        SigInfo info = SigInfo.ofTimer(event.signo(), id, 0, event.value());
        ProcessSignals.Sent sent = event.task() == null
                ? process.signals().send(info, this::taken)
                : event.task().signals().send(info, this::taken);
        if (sent != ProcessSignals.Sent.QUEUED) {
            takeNotice();
        }
    }

    private SigInfo taken(SigInfo info) {
        overrun = (int) Math.min(Integer.MAX_VALUE, takeNotice());
        return info.withOverrun(overrun);
    }
}

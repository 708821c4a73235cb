package isthmus.linux.time;

import isthmus.core.time.Timers;
import isthmus.linux.signal.ProcessSignals;
import isthmus.linux.signal.SigInfo;

/** One of the three timers of a process (setitimer(2)). */
final class IntervalTimer extends ClockTimer {
    private final ProcessSignals target;
    private final int signo;

    IntervalTimer(Timers timers, ProcessSignals target, int signo) {
        super(timers);
        this.target = target;
        this.signo = signo;
    }

    @Override
    void ranOut() {
        ProcessSignals.Sent sent = target.send(SigInfo.ofKernel(signo), info -> {
            takeNotice();
            return info;
        });
        if (sent != ProcessSignals.Sent.QUEUED) {
            takeNotice();
        }
    }
}

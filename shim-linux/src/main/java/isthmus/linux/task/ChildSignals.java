package isthmus.linux.task;

import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.signal.SignalSending;

/** The signals that the process tree itself sends. Called with the task lock held. */
final class ChildSignals {
    private static final long TICK_NANOS = 10_000_000;
    private static final int CORE_DUMPED = 0x80;

    private ChildSignals() {}

    /** Tells the parent of the end of a child; returns whether nobody wants its status, so that it leaves no zombie. */
    static boolean childEnded(ThreadGroup parent, ThreadGroup child) {
        int status = child.exitStatus();
        int signal = status & 0x7f;
        int code = signal == 0
                ? SigInfo.CLD_EXITED
                : (status & CORE_DUMPED) != 0 ? SigInfo.CLD_DUMPED : SigInfo.CLD_KILLED;
        return parent.signals()
                .childChanged(info(child, child.exitSignal(), code, signal == 0 ? status >> 8 & 0xff : signal));
    }

    /** Tells the parent of a stop or a continuation. */
    static void childChanged(ThreadGroup parent, ThreadGroup child, int code, int signal) {
        parent.signals().childChanged(info(child, Signal.SIGCHLD, code, signal));
    }

    private static SigInfo info(ThreadGroup child, int signal, int code, int status) {
        CpuTimes times = child.times();
        int uid = child.leader().credentials().uid();
        return SigInfo.ofChild(
                signal, code, child.pid(), uid, status, times.user() / TICK_NANOS, times.system() / TICK_NANOS);
    }

    /** PR_SET_PDEATHSIG. */
    static void parentDeath(ThreadGroup child, int signal, Task parent) {
        child.signals()
                .send(SigInfo.ofUser(signal, parent.pid(), parent.credentials().uid()));
    }

    /** SIGHUP and SIGCONT to a group that has become orphaned while a member is stopped. */
    static void hangUp(ProcessGroup group) {
        SignalSending.sendToProcessGroup(group, SigInfo.ofKernel(Signal.SIGHUP));
        SignalSending.sendToProcessGroup(group, SigInfo.ofKernel(Signal.SIGCONT));
    }
}

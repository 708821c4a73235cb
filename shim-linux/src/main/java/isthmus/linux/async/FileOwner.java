package isthmus.linux.async;

import isthmus.core.files.Credentials;
import isthmus.linux.signal.ProcessSignals;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.PidTable;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/**
 * Who gets the signals of an open file (F_SETOWN, F_SETOWN_EX).
 *
 * @param type {@link #F_OWNER_TID}, {@link #F_OWNER_PID} or {@link #F_OWNER_PGRP}
 * @param id of the task, process or process group
 * @param uid,euid of who said so: what the permission to signal is judged by
 */
public record FileOwner(int type, int id, int uid, int euid) {
    public static final int F_OWNER_TID = 0, F_OWNER_PID = 1, F_OWNER_PGRP = 2;

    /** Whether there is such a task, process or group. */
    public boolean exists(PidTable pids) {
        return switch (type) {
            case F_OWNER_TID -> pids.task(id) != null;
            case F_OWNER_PID -> pids.process(id) != null;
            default -> pids.processGroup(id) != null;
        };
    }

    /**
     * Sends what an event asks for.
     *
     * @param signo of F_SETSIG; 0 is SIGIO without details
     * @param code POLL_IN and its kin, with {@code band} as poll(2) would say it
     */
    void send(PidTable pids, int signo, int code, long band, int descriptor) {
        switch (type) {
            case F_OWNER_TID -> {
                Task task = pids.task(id);
                if (task != null && mayTell(task.credentials())) {
                    boolean full = signo != 0
                            && task.signals().send(SigInfo.ofPoll(signo, code, band, descriptor))
                                    == ProcessSignals.Sent.NO_ROOM;
                    if (signo == 0 || full) {
                        task.signals().send(SigInfo.ofKernel(Signal.SIGIO));
                    }
                }
            }
            case F_OWNER_PID -> send(pids.process(id), signo, code, band, descriptor);
            default -> {
                ProcessGroup group = pids.processGroup(id);
                if (group != null) {
                    for (ThreadGroup process : group.members()) {
                        send(process, signo, code, band, descriptor);
                    }
                }
            }
        }
    }

    private void send(ThreadGroup process, int signo, int code, long band, int descriptor) {
        Task leader = process == null ? null : process.leader();
        if (leader == null || !mayTell(leader.credentials())) {
            return;
        }
        boolean full = signo != 0
                && process.signals().send(SigInfo.ofPoll(signo, code, band, descriptor)) == ProcessSignals.Sent.NO_ROOM;
        if (signo == 0 || full) {
            process.signals().send(SigInfo.ofKernel(Signal.SIGIO));
        }
    }

    private boolean mayTell(Credentials target) {
        return euid == 0
                || euid == target.suid()
                || euid == target.uid()
                || uid == target.suid()
                || uid == target.uid();
    }
}

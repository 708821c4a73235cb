package isthmus.linux.mqueue;

import isthmus.linux.signal.SigInfo;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/**
 * Who hears, once, of a message in an empty queue (mq_notify(3)).
 *
 * @param kind SIGEV_SIGNAL or SIGEV_NONE
 * @param signo 0 to 64; 0 sends nothing
 */
public record QueueNotification(ThreadGroup owner, int kind, int signo, long value) {
    public static final int SIGEV_SIGNAL = 0, SIGEV_NONE = 1;

    /** No permission is checked: the receiver asked for it. */
    void deliver(Task sender) {
        if (kind == SIGEV_SIGNAL && signo != 0) {
            owner.signals()
                    .send(SigInfo.ofMessageQueue(
                            signo, sender.pid(), sender.credentials().uid(), value));
        }
    }
}

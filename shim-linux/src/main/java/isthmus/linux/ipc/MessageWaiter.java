package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.wait.Sleeper;

/** A call of msgsnd(2) or msgrcv(2) that waits. Guarded by the monitor of {@link MessageQueues} unless a field says otherwise. */
final class MessageWaiter {
    /** What a receiver wants; null for a sender. */
    final MessageSelection wanted;

    final int pid;
    private final Sleeper sleeper;
    /** What a receiver got. */
    QueuedMessage received;
    /** Why it is to give up. */
    Errno failure;
    /** That there is something to look at. Read without the monitor. */
    volatile boolean woken;

    MessageWaiter(MessageSelection wanted, int pid, Sleeper sleeper) {
        this.wanted = wanted;
        this.pid = pid;
        this.sleeper = sleeper;
    }

    void wake() {
        woken = true;
        sleeper.wake();
    }

    void fail(Errno error) {
        failure = error;
        wake();
    }

    /** Until it is woken; without the monitor. */
    Sleeper.Outcome await() {
        while (true) {
            sleeper.prepare();
            if (woken) {
                return Sleeper.Outcome.WOKEN;
            }
            if (sleeper.pause(Sleeper.FOREVER) == Sleeper.Outcome.INTERRUPTED) {
                return Sleeper.Outcome.INTERRUPTED;
            }
        }
    }
}

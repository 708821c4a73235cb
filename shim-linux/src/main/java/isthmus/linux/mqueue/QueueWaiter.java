package isthmus.linux.mqueue;

import isthmus.core.wait.Sleeper;

/** A call that waits for a message, or for room. Guarded by its queue unless a field says otherwise. */
final class QueueWaiter {
    private final Sleeper sleeper;
    /** What a sender brings, or, once done, what a receiver got. */
    QueueMessage message;
    /** It has been served and is in no list. Read without the lock. */
    private volatile boolean done;

    QueueWaiter(Sleeper sleeper, QueueMessage message) {
        this.sleeper = sleeper;
        this.message = message;
    }

    void finish() {
        done = true;
        sleeper.wake();
    }

    boolean isDone() {
        return done;
    }

    /** Without the lock, until it is done. */
    Sleeper.Outcome await(long deadline) {
        while (true) {
            sleeper.prepare();
            if (done) {
                return Sleeper.Outcome.WOKEN;
            }
            Sleeper.Outcome outcome = sleeper.pause(deadline);
            if (outcome != Sleeper.Outcome.WOKEN) {
                return outcome;
            }
        }
    }
}

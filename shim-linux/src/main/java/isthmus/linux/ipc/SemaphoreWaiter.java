package isthmus.linux.ipc;

import isthmus.core.Errno;
import isthmus.core.wait.Sleeper;
import java.util.List;

/** A call of semop(2) that waits. Guarded by the monitor of {@link Semaphores} unless a field says otherwise. */
final class SemaphoreWaiter {
    final List<SemaphoreOperation> operations;
    /** Null if none of them is to be undone. */
    final SemaphoreUndo undo;

    final int pid;
    final boolean alters;
    private final Sleeper sleeper;
    /** The operation that it waits for. */
    SemaphoreOperation blocking;
    /** What it failed with. Written before {@link #done}. */
    private Errno failure;
    /** Carried out, or failed, and no longer in the list. Read without the monitor. */
    private volatile boolean done;

    SemaphoreWaiter(List<SemaphoreOperation> operations, SemaphoreUndo undo, int pid, Sleeper sleeper) {
        this.operations = operations;
        this.undo = undo;
        this.pid = pid;
        this.alters = operations.stream().anyMatch(o -> o.change() != 0);
        this.sleeper = sleeper;
    }

    /** Ends the wait. */
    void finish(Errno error) {
        failure = error;
        done = true;
        sleeper.wake();
    }

    boolean isDone() {
        return done;
    }

    /** Once done: throws what it failed with. */
    void throwFailure() {
        if (failure != null) {
            throw failure.exception();
        }
    }
}

package isthmus.linux.task;

import java.util.concurrent.locks.LockSupport;

/** Holds a new task's kernel thread back until its creator has let the task appear, or could not. */
final class StartGate {
    private static final int CLOSED = 0, OPEN = 1, NEVER = 2;
    /** The creator is mostly done before the thread comes here. */
    private static final int SPINS = 100;

    private volatile int state;
    private volatile Thread waiting;

    /** By the creator, once. */
    void decide(boolean appeared) {
        state = appeared ? OPEN : NEVER;
        LockSupport.unpark(waiting);
    }

    /** By the new thread: whether there is a task to serve. */
    boolean pass() {
        for (int i = 0; i < SPINS && state == CLOSED; i++) {
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        while (state == CLOSED) {
            LockSupport.park(this);
        }
        return state == OPEN;
    }
}

package isthmus.linux.futex;

/** How far a task has given up its futexes: who waits for one that it owns must know. */
public final class FutexState {
    private enum Stage {
        ALIVE,
        LEAVING,
        DEAD
    }

    private volatile Stage stage = Stage.ALIVE;

    boolean isAlive() {
        return stage == Stage.ALIVE;
    }

    boolean isDead() {
        return stage == Stage.DEAD;
    }

    void leaving() {
        stage = Stage.LEAVING;
    }

    void dead() {
        stage = Stage.DEAD;
    }

    /** After execve(2) the task goes on. */
    void alive() {
        stage = Stage.ALIVE;
    }
}

package isthmus.linux.signal;

import isthmus.linux.task.Task;

/** The signals of one task: what is pending, blocked, being waited for. To be filled by the signal engineer. */
public final class TaskSignals {
    private final Task task;

    public TaskSignals(Task task) {
        this.task = task;
    }

    /** Whether the task must go back to its guest now: a deliverable signal, a stop, or its end. Any thread may ask. */
    public boolean mustReturn() {
        return false;
    }

    Task task() {
        return task;
    }
}

package isthmus.linux.futex;

import isthmus.linux.task.Task;
import java.util.function.IntFunction;

/** All that a run has of futexes. */
public final class Futexes {
    private final FutexTable table = new FutexTable();
    private final ManyFutexes many = new ManyFutexes(table);
    private final PiFutexes pi;
    private final RobustLists robust;

    /** @param tasks the task of a thread ID, or null */
    public Futexes(IntFunction<Task> tasks) {
        pi = new PiFutexes(table, tasks);
        robust = new RobustLists(table, pi);
    }

    public FutexTable table() {
        return table;
    }

    public ManyFutexes many() {
        return many;
    }

    public PiFutexes pi() {
        return pi;
    }

    public RobustLists robust() {
        return robust;
    }
}

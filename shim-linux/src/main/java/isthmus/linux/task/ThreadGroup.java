package isthmus.linux.task;

import isthmus.linux.Kernel;

/** A process as Linux knows it: the tasks that share a process ID. To be filled by the task engineer. */
public final class ThreadGroup {
    private final Kernel kernel;
    private final int pid;

    public ThreadGroup(Kernel kernel, int pid) {
        this.kernel = kernel;
        this.pid = pid;
    }

    public Kernel kernel() {
        return kernel;
    }

    public int pid() {
        return pid;
    }
}

package isthmus.linux.time;

import isthmus.linux.task.CpuTimes;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;

/** Processor time in nanoseconds. */
final class CpuClocks {
    private CpuClocks() {}

    static long ofTask(Task task) {
        task.sampleTimes();
        CpuTimes times = task.times();
        return times.user() + times.system();
    }

    static long ofProcess(ThreadGroup process) {
        CpuTimes times = times(process);
        return times.user() + times.system();
    }

    /** What ITIMER_VIRTUAL counts. */
    static long userOfProcess(ThreadGroup process) {
        return times(process).user();
    }

    private static CpuTimes times(ThreadGroup process) {
        for (Task task : process.tasks()) {
            task.sampleTimes();
        }
        return process.times();
    }
}

package isthmus.linux.task;

import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.south.GuestThread;

/** What a task gives back when it ends, in Linux's order: memory, files, then its place in the tree. */
final class TaskEnd {
    private TaskEnd() {}

    static void end(Task task) {
        try {
            leaveMemory(task);
            leaveFiles(task);
        } catch (RuntimeException e) {
            task.kernel().internalError("the end of task " + task.tid(), e);
        } finally {
            if (task.kernel().tracer().isOn()) {
                task.kernel().tracer().ended(task, task.group().isExiting() ? task.group().exitStatus() : task.exitStatus());
            }
            task.kernel().tree().taskEnds(task);
        }
    }

    /** Parts from the address space, at the end or in execve(2): robust futexes, the cleared thread ID, a parent in vfork. */
    static void leaveMemory(Task task) {
        long address = task.clearChildTid();
        task.setClearChildTid(0);
        if (address != 0) {
            try {
                task.memory().writeInt(address, 0);
            } catch (ErrnoException e) {
                // Linux ignores a wrong address here, too
            }
        }
        GuestThread thread = task.thread();
        if (thread != null) {
            task.setThread(null);
            thread.close();
        }
        VforkWait parent = task.vforkWait();
        if (parent != null) {
            task.setVforkWait(null);
            parent.finish();
        }
    }

    private static void leaveFiles(Task task) {
        FdTable files = task.files();
        task.setFiles(null);
        if (files != null) {
            files.leave(task.group());
        }
        task.setFs(null);
    }
}

package isthmus.linux.task;

import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.memory.AddressSpace;

/**
 * What a task gives back when it ends, in Linux's order: its part in signals, which change nothing any more, memory, its program,
 * semaphores, files, then its place in the tree.
 */
final class TaskEnd {
    private TaskEnd() {}

    static void end(Task task) {
        try {
            task.group().signals().remove(task.signals());
            leaveMemory(task);
            task.group().leaveImage();
            task.leaveSemaphoreUndos();
            leaveFiles(task);
        } catch (RuntimeException | Error e) {
            task.kernel().internalError("the end of task " + task.tid(), e);
        } finally {
            if (task.kernel().tracer().isOn()) {
                task.kernel()
                        .tracer()
                        .ended(task, task.group().isExiting() ? task.group().exitStatus() : task.exitStatus());
            }
            if (task.kernel().tree().taskEnds(task)) {
                task.group().timers().close();
            }
        }
    }

    /**
     * Parts from the address space, at the end or in execve(2): robust futexes, the cleared thread ID, the guest thread, a
     * parent in vfork(2). The last user of the address space ends its guest process.
     */
    static void leaveMemory(Task task) {
        AddressSpace space = task.addressSpace();
        if (space != null) {
            task.kernel().taskLeavesMemory(task);
            sampleMemory(task, space);
        }
        task.closeThread();
        task.setAddressSpace(null);
        try {
            if (space != null) {
                space.release();
            }
        } catch (ErrnoException e) { // nobody is left whom a call could tell
            task.kernel()
                    .complain("what process " + task.group().pid() + " (" + task.name()
                            + ") stored in mapped files could not be written: " + e.errno());
        } finally {
            VforkWait parent = task.vforkWait();
            if (parent != null) {
                task.setVforkWait(null);
                parent.finish();
            }
        }
    }

    /** For ru_maxrss of programs; a process that has only forked is not worth the walk over all its pages. */
    private static void sampleMemory(Task task, AddressSpace space) {
        if (!space.isShared() && task.group().hasExecuted()) {
            task.times().seenResident(space.view().usage().resident());
        }
    }

    private static void leaveFiles(Task task) {
        FdTable files = task.files();
        task.setFiles(null);
        if (files != null) {
            files.leave();
        }
        task.setFs(null);
    }
}

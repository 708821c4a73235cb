package isthmus.linux.proc;

import isthmus.core.files.Inode;
import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** /proc/PID; and /proc/TID, which is not listed, and shows the process by another of its threads than the first. */
public final class ProcessDirectory extends PseudoDirectory {
    private final ThreadGroup process;
    /** The thread, or null for whichever leads the process. */
    private final Task thread;

    ProcessDirectory(PseudoFileSystem proc, Kernel kernel, ThreadGroup process, Task thread) {
        super(proc);
        this.process = process;
        this.thread = thread;
        TaskEntries.fill(this, proc, kernel, process, this::shown);
        add("task", new Tasks(proc, kernel));
    }

    public ThreadGroup process() {
        return process;
    }

    private Task shown() {
        return thread == null ? process.leader() : thread;
    }

    /** Whether it is the one for these; {@code other} is null for whichever leads the process. */
    boolean isOf(ThreadGroup owner, Task other) {
        return process == owner && thread == other;
    }

    @Override
    public boolean isDeleted() {
        return process.isReaped()
                || thread != null && !Arrays.asList(process.tasks()).contains(thread);
    }

    @Override
    public int uid() {
        return TaskEntries.owner(shown());
    }

    @Override
    public int gid() {
        return TaskEntries.group(shown());
    }

    /** /proc/PID/task. */
    private final class Tasks extends PseudoDirectory {
        private final Kernel kernel;
        /** Guarded by this: the directories that were looked at. */
        private final Map<Task, PseudoDirectory> known = new HashMap<>();

        Tasks(PseudoFileSystem proc, Kernel kernel) {
            super(proc);
            this.kernel = kernel;
        }

        @Override
        protected Inode lookupMore(String name) {
            int tid = ProcTree.number(name);
            for (Task task : process.tasks()) {
                if (task.tid() == tid) {
                    return directory(task);
                }
            }
            return null;
        }

        private synchronized PseudoDirectory directory(Task task) {
            known.keySet().retainAll(Arrays.asList(process.tasks()));
            return known.computeIfAbsent(task, t -> {
                PseudoDirectory directory = new PseudoDirectory(pseudoFileSystem());
                TaskEntries.fill(directory, pseudoFileSystem(), kernel, process, () -> t);
                return directory;
            });
        }

        @Override
        protected List<Entry> listMore() {
            List<Entry> entries = new ArrayList<>();
            for (Task task : process.tasks()) {
                entries.add(ProcTree.directoryEntry(task.tid()));
            }
            return entries;
        }
    }
}

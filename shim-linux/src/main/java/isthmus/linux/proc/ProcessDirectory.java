package isthmus.linux.proc;

import isthmus.core.files.Inode;
import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.ArrayList;
import java.util.List;

/** /proc/PID. */
public final class ProcessDirectory extends PseudoDirectory {
    private final ThreadGroup process;

    ProcessDirectory(PseudoFileSystem proc, Kernel kernel, ThreadGroup process) {
        super(proc);
        this.process = process;
        TaskEntries.fill(this, proc, kernel, process, process::leader);
        add("task", new Tasks(proc, kernel));
    }

    public ThreadGroup process() {
        return process;
    }

    @Override
    public boolean isDeleted() {
        return process.isReaped();
    }

    @Override
    public int uid() {
        return TaskEntries.owner(process.leader());
    }

    @Override
    public int gid() {
        return TaskEntries.group(process.leader());
    }

    /** /proc/PID/task. */
    private final class Tasks extends PseudoDirectory {
        private final Kernel kernel;

        Tasks(PseudoFileSystem proc, Kernel kernel) {
            super(proc);
            this.kernel = kernel;
        }

        @Override
        protected Inode lookupMore(String name) {
            int tid = ProcTree.number(name);
            for (Task task : process.tasks()) {
                if (task.tid() == tid) {
                    PseudoDirectory directory = new PseudoDirectory(pseudoFileSystem());
                    TaskEntries.fill(directory, pseudoFileSystem(), kernel, process, () -> task);
                    return directory;
                }
            }
            return null;
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

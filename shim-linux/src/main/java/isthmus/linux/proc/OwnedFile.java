package isthmus.linux.proc;

import isthmus.linux.pseudo.PseudoFile;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.task.Task;
import java.util.function.Supplier;

/** A file about a task, which belongs to the task's user. */
final class OwnedFile extends PseudoFile {
    private final Supplier<Task> task;

    OwnedFile(PseudoFileSystem proc, Supplier<Task> task, int permissions, Content content, Receiver receiver) {
        super(proc, permissions, content, receiver);
        this.task = task;
    }

    @Override
    public int uid() {
        return TaskEntries.owner(task.get());
    }

    @Override
    public int gid() {
        return TaskEntries.group(task.get());
    }
}

package isthmus.linux.proc;

import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.linux.Kernel;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.pseudo.PseudoLink;
import isthmus.linux.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** /proc/PID/fd: magic links to what a process has open. */
final class DescriptorDirectory extends PseudoDirectory {
    private final Kernel kernel;
    private final Supplier<Task> task;

    DescriptorDirectory(PseudoFileSystem proc, Kernel kernel, Supplier<Task> task) {
        super(proc, 0500);
        this.kernel = kernel;
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

    /** The file under a number, not retained; null if there is none. */
    static OpenFile file(Supplier<Task> task, int fd) {
        Task current = task.get();
        FdTable files = current == null ? null : current.files();
        if (files == null || fd < 0) {
            return null;
        }
        try {
            return files.peek(fd);
        } catch (ErrnoException e) {
            return null; // EBADF: closed
        }
    }

    static List<Entry> list(Supplier<Task> task, int type) {
        Task current = task.get();
        FdTable files = current == null ? null : current.files();
        List<Entry> entries = new ArrayList<>();
        if (files != null) {
            for (int fd : files.descriptors()) {
                entries.add(new Entry(String.valueOf(fd), type, 0x1000000L + fd));
            }
        }
        return entries;
    }

    @Override
    protected Inode lookupMore(String name) {
        int fd = ProcTree.number(name);
        OpenFile file = file(task, fd);
        if (file == null) {
            return null;
        }
        int access = (OpenFlags.readable(file.flags()) ? 0500 : 0) | (OpenFlags.writable(file.flags()) ? 0300 : 0);
        return new PseudoLink(pseudoFileSystem(), access == 0 ? 0700 : access, () -> text(file), () -> place(file));
    }

    private static PathNode place(OpenFile file) {
        PathNode path = file.path();
        return path == null ? PathNode.anonymous(file.inode(), file.description()) : path;
    }

    private String text(OpenFile file) {
        PathNode path = file.path();
        return path == null
                ? file.description()
                : kernel.vfs().namespace().pathOf(path, Task.current().fs().root());
    }

    @Override
    protected List<Entry> listMore() {
        return list(task, Mode.directoryEntryType(Mode.S_IFLNK));
    }
}

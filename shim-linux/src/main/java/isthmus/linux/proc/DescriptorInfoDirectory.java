package isthmus.linux.proc;

import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.pseudo.PseudoFileSystem;
import isthmus.linux.task.Task;
import java.util.List;
import java.util.function.Supplier;

/** /proc/PID/fdinfo. */
final class DescriptorInfoDirectory extends PseudoDirectory {
    private final Supplier<Task> task;

    DescriptorInfoDirectory(PseudoFileSystem proc, Supplier<Task> task) {
        super(proc, 0500);
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

    @Override
    protected Inode lookupMore(String name) {
        int fd = ProcTree.number(name);
        OpenFile file = DescriptorDirectory.file(task, fd);
        return file == null ? null : new OwnedFile(pseudoFileSystem(), task, 0400, reader -> text(fd, file), null);
    }

    private String text(int fd, OpenFile file) {
        Task current = task.get();
        FdTable files = current == null ? null : current.files();
        int flags = file.flags();
        try {
            if (files != null && files.isCloseOnExec(fd)) {
                flags |= OpenFlags.O_CLOEXEC;
            }
        } catch (ErrnoException e) {
            return ""; // closed meanwhile
        }
        return "pos:\t" + file.shownOffset() + "\nflags:\t0" + Integer.toOctalString(flags) + "\nmnt_id:\t"
                + (file.path() == null ? 0 : file.path().mount().id()) + "\nino:\t"
                + file.inode().stat().ino() + "\n" + file.statusLines();
    }

    @Override
    protected List<Entry> listMore() {
        return DescriptorDirectory.list(task, Mode.directoryEntryType(Mode.S_IFREG));
    }
}

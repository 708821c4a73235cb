package isthmus.linux.mqueue;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.util.ArrayList;
import java.util.List;

/** The root of the file system {@code mqueue}: every queue is a file in it. */
final class QueueDirectory extends PseudoDirectory {
    private final PosixQueues queues;

    QueueDirectory(PosixQueues queues) {
        super(queues.fileSystem(), 01777);
        this.queues = queues;
    }

    @Override
    protected Inode lookupMore(String name) {
        return queues.findIfAny(name);
    }

    @Override
    protected List<Entry> listMore() {
        List<Entry> entries = new ArrayList<>();
        for (PosixQueue queue : queues.all()) {
            entries.add(new Entry(
                    queue.name(),
                    Mode.directoryEntryType(Mode.S_IFREG),
                    queue.stat().ino()));
        }
        return entries;
    }

    /** By open(2), with the usual attributes. The umask has been applied. */
    @Override
    public Inode create(String name, int mode, long rdev, int uid, int gid) {
        if (!Mode.isRegular(mode)) {
            throw Errno.EPERM.exception();
        }
        Task task = Task.current();
        long limit = task.group().limits().soft(ResourceLimits.RLIMIT_MSGQUEUE);
        synchronized (queues) {
            if (queues.findIfAny(name) != null) {
                throw Errno.EEXIST.exception();
            }
            return queues.create(name, mode, null, new PosixQueues.Caller(task.credentials(), 0, limit));
        }
    }

    @Override
    public Inode mkdir(String name, int mode, int uid, int gid) {
        throw Errno.EPERM.exception();
    }

    @Override
    public Inode symlink(String name, String target, int uid, int gid) {
        throw Errno.EPERM.exception();
    }

    @Override
    public void unlink(String name) {
        synchronized (queues) {
            queues.remove(queues.find(name));
        }
    }
}

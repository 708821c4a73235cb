package isthmus.linux.mqueue;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.wait.WaitQueue;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message queue descriptor. */
public final class PosixQueueFile extends OpenFile {
    private static final int SEEK_SET = 0, SEEK_CUR = 1;

    private final PosixQueue queue;
    private final PathNode path;
    /** Guarded by this. */
    private long position;

    /** @param path null for mq_open(3) */
    PosixQueueFile(PosixQueue queue, PathNode path, int flags) {
        super(flags);
        this.queue = queue;
        this.path = path;
        queue.retain();
    }

    public PosixQueue queue() {
        return queue;
    }

    @Override
    public Inode inode() {
        return queue;
    }

    @Override
    public PathNode path() {
        return path;
    }

    @Override
    public String description() {
        return "/" + queue.name() + (queue.isDeleted() ? " (deleted)" : "");
    }

    @Override
    public int poll() {
        return queue.poll();
    }

    @Override
    public WaitQueue waitQueue() {
        return queue.events();
    }

    @Override
    public synchronized int read(ByteBuffer target) {
        int count = read(target, position);
        position += count;
        return count;
    }

    @Override
    public int read(ByteBuffer target, long offset) {
        byte[] text = queue.statusText().getBytes(StandardCharsets.ISO_8859_1);
        if (offset >= text.length) {
            return 0;
        }
        int count = Math.min(target.remaining(), text.length - (int) offset);
        target.put(text, (int) offset, count);
        return count;
    }

    @Override
    public synchronized long lseek(long offset, int whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> position;
            default -> throw Errno.EINVAL.exception();
        };
        if (base + offset < 0) {
            throw Errno.EINVAL.exception();
        }
        position = base + offset;
        return position;
    }

    @Override
    public boolean supportsSpliceRead() {
        return false;
    }

    @Override
    public void descriptorClosed(Object owner) {
        super.descriptorClosed(owner);
        Task task = Task.current();
        if (task != null) {
            queue.forgetNotification(task.group());
        }
    }

    @Override
    protected void closed() {
        queue.release();
    }
}

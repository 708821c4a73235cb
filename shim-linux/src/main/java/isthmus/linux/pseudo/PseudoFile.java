package isthmus.linux.pseudo;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A file whose text is made when it is read from the start, and may be written to. */
public class PseudoFile extends PseudoInode {
    /** Makes the text, one char a byte, for who opened it. */
    @FunctionalInterface
    public interface Content {
        String text(Task reader);
    }

    /** Takes what one write(2) brought. */
    @FunctionalInterface
    public interface Receiver {
        void written(Task writer, String text);
    }

    private final Content content;
    private final Receiver receiver;

    /** @param receiver null if it cannot be written */
    public PseudoFile(PseudoFileSystem fileSystem, int permissions, Content content, Receiver receiver) {
        super(fileSystem, Mode.S_IFREG | permissions);
        this.content = content;
        this.receiver = receiver;
    }

    @Override
    public void truncate(long size) {
        if (receiver == null) {
            throw Errno.EPERM.exception();
        }
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        if (OpenFlags.writable(flags) && receiver == null) {
            throw Errno.EACCES.exception();
        }
        return new Opened(path, flags, (Task) caller);
    }

    private final class Opened extends RegularFile {
        private final Task task;
        /** Guarded by this. */
        private byte[] text;

        Opened(PathNode path, int flags, Task task) {
            super(PseudoFile.this, path, flags);
            this.task = task;
        }

        private synchronized byte[] text(boolean fresh) {
            if (fresh || text == null) {
                text = content.text(task).getBytes(StandardCharsets.ISO_8859_1);
            }
            return text;
        }

        @Override
        protected int readAt(ByteBuffer target, long position) {
            byte[] bytes = text(position == 0);
            if (position >= bytes.length) {
                return 0;
            }
            int count = Math.min(target.remaining(), bytes.length - (int) position);
            target.put(bytes, (int) position, count);
            return count;
        }

        @Override
        protected int writeAt(ByteBuffer source, long position) {
            int count = source.remaining();
            byte[] bytes = new byte[count];
            source.get(bytes);
            receiver.written(task, new String(bytes, StandardCharsets.ISO_8859_1));
            return count;
        }

        @Override
        protected long append(ByteBuffer source) {
            return writeAt(source, 0);
        }

        @Override
        protected long size() {
            return 0;
        }

        @Override
        protected long seekData(long position) {
            throw Errno.ENXIO.exception();
        }

        @Override
        protected long seekHole(long position) {
            throw Errno.ENXIO.exception();
        }

        @Override
        public void sync(boolean dataOnly) {
            throw Errno.EINVAL.exception();
        }

        @Override
        public void truncate(long size) {
            PseudoFile.this.truncate(size);
        }
    }
}

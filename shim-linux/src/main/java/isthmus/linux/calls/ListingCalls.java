package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.FileEvents;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** getdents(2). */
public final class ListingCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    78,
                    "getdents",
                    (task, args) -> list(task, args, true),
                    ArgType.FD,
                    ArgType.DIRENTS_OUT,
                    ArgType.UNSIGNED),
            SystemCall.full(
                    217,
                    "getdents64",
                    (task, args) -> list(task, args, false),
                    ArgType.FD,
                    ArgType.DIRENTS_OUT,
                    ArgType.UNSIGNED));

    /** How much one call returns at most. */
    private static final int MAXIMUM = 1 << 16;

    private ListingCalls() {}

    private static long list(Task task, Args args, boolean old) {
        OpenFile file = task.files().get(args.i(0));
        try {
            if ((file.flags() & OpenFlags.O_PATH) != 0) {
                throw Errno.EBADF.exception();
            }
            if (!file.inode().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            if (file.path() != null && file.path().isGone()) {
                throw Errno.ENOENT.exception();
            }
            long room = args.n(2) & 0xffffffffL;
            Packer packer = new Packer((int) Math.min(room, MAXIMUM), old);
            long before = file.lseek(0, SeekCalls.SEEK_CUR);
            file.readDirectory(packer);
            if (packer.isTooSmall()) {
                throw Errno.EINVAL.exception();
            }
            ByteBuffer entries = packer.entries();
            int bytes = entries.remaining();
            try {
                task.memory().write(args.n(1), entries);
            } catch (ErrnoException e) {
                file.lseek(before, SeekCalls.SEEK_SET);
                throw e;
            }
            FileEvents.at(file, FileEvents.IN_ACCESS);
            return bytes;
        } finally {
            file.release();
        }
    }

    /** Lays out {@code struct linux_dirent64}, or the older {@code linux_dirent}, one after the other. */
    private static final class Packer implements DirectoryVisitor {
        private final ByteBuffer buffer;
        private final boolean old;
        private boolean refused;

        Packer(int room, boolean old) {
            buffer = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
            this.old = old;
        }

        @Override
        @SuppressWarnings("deprecation") // takes the low byte of each character, which is what ISO 8859-1 is
        public boolean entry(String name, long ino, int type, long next) {
            int nameAt = old ? 18 : 19;
            int length = nameAt + name.length() + (old ? 2 : 1) + 7 & ~7;
            int at = buffer.position();
            if (length > buffer.remaining()) {
                refused = true;
                return false;
            }
            buffer.putLong(at, ino).putLong(at + 8, next).putShort(at + 16, (short) length);
            if (old) {
                buffer.put(at + length - 1, (byte) type);
            } else {
                buffer.put(at + 18, (byte) type);
            }
            name.getBytes(0, name.length(), buffer.array(), at + nameAt);
            buffer.position(at + length);
            return true;
        }

        /** Not even one entry fitted. */
        boolean isTooSmall() {
            return refused && buffer.position() == 0;
        }

        ByteBuffer entries() {
            return buffer.flip();
        }
    }
}

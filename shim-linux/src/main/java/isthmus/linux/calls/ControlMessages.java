package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.Receive;
import isthmus.core.socket.SocketType;
import isthmus.core.socket.Ucred;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Control messages (cmsg(3)) of unix(7): SCM_RIGHTS and SCM_CREDENTIALS. */
final class ControlMessages {
    private static final int SOL_SOCKET = 1, SCM_RIGHTS = 1, SCM_CREDENTIALS = 2;
    /** sizeof(struct cmsghdr): long length, int level, int type. */
    private static final int HEADER = 16;

    private static final int UCRED = 12;
    /** SCM_MAX_FD. */
    private static final int MAX_FILES = 253;
    /** net.core.optmem_max. */
    private static final int LARGEST = 131_072;

    private ControlMessages() {}

    /** What sendmsg(2) was given; the files are retained. */
    record Sent(List<OpenFile> files, Ucred credentials) {
        static final Sent NOTHING = new Sent(List.of(), null);
    }

    /** EINVAL, EBADF, EPERM, ESRCH, ENOBUFS, ETOOMANYREFS. */
    static Sent read(Task task, long address, int length) {
        if (length == 0) {
            return Sent.NOTHING;
        }
        if (length > LARGEST) {
            throw Errno.ENOBUFS.exception();
        }
        ByteBuffer control =
                ByteBuffer.wrap(task.memory().readBytes(address, length)).order(ByteOrder.LITTLE_ENDIAN);
        List<OpenFile> files = new ArrayList<>();
        try {
            Sent sent = new Sent(files, read(task, control, files));
            if (!files.isEmpty()) {
                checkInFlight(task);
            }
            return sent;
        } catch (ErrnoException e) {
            files.forEach(OpenFile::release);
            throw e;
        }
    }

    /** RLIMIT_NOFILE holds for what an ordinary user has in flight, too (unix(7)). */
    private static void checkInFlight(Task task) {
        Credentials who = task.credentials();
        if (task.kernel().unixNames().filesInFlight(who.uid()) > Descriptors.limit(task)
                && !who.has(Credentials.CAP_SYS_RESOURCE)
                && !who.has(Credentials.CAP_SYS_ADMIN)) {
            throw Errno.ETOOMANYREFS.exception();
        }
    }

    private static Ucred read(Task task, ByteBuffer control, List<OpenFile> files) {
        Ucred credentials = null;
        for (int at = 0; control.capacity() - at >= HEADER; ) {
            long length = control.getLong(at);
            if (length < HEADER || length > control.capacity() - at) {
                throw Errno.EINVAL.exception();
            }
            if (control.getInt(at + 8) == SOL_SOCKET) {
                ByteBuffer data =
                        control.slice(at + HEADER, (int) length - HEADER).order(ByteOrder.LITTLE_ENDIAN);
                switch (control.getInt(at + 12)) {
                    case SCM_RIGHTS -> addFiles(task, data, files);
                    case SCM_CREDENTIALS -> credentials = credentials(task, data);
                    default -> throw Errno.EINVAL.exception();
                }
            }
            at += (int) aligned((int) length);
        }
        return credentials;
    }

    private static long aligned(long length) {
        return length + 7 & -8;
    }

    private static void addFiles(Task task, ByteBuffer data, List<OpenFile> files) {
        int count = data.capacity() / Integer.BYTES;
        if (files.size() + count > MAX_FILES) {
            throw Errno.EINVAL.exception();
        }
        for (int i = 0; i < count; i++) {
            files.add(task.files().get(data.getInt(i * Integer.BYTES)));
        }
    }

    private static Ucred credentials(Task task, ByteBuffer data) {
        if (data.capacity() != UCRED) {
            throw Errno.EINVAL.exception();
        }
        return SocketCredentials.checked(task, new Ucred(data.getInt(0), data.getInt(4), data.getInt(8)));
    }

    // --- receiving ------------------------------------------------------------------------------------------------

    /** Writes control messages one after another; what does not fit is cut, and MSG_CTRUNC tells so. */
    static final class Writer {
        private final GuestMemory memory;
        private final long start;
        private final int room;
        private int used;
        private boolean truncated;

        Writer(GuestMemory memory, long start, int room) {
            this.memory = memory;
            this.start = start;
            this.room = room;
        }

        int used() {
            return used;
        }

        /** MSG_CTRUNC or 0. */
        int flags() {
            return truncated ? SocketType.MSG_CTRUNC : 0;
        }

        /** What came with {@code receive}; its files get descriptors, or are dropped. */
        void write(Task task, Receive receive, boolean withCredentials, boolean cloexec) {
            try {
                if (withCredentials) {
                    credentials(receive.credentials());
                }
                files(task, receive.files(), cloexec);
            } finally {
                receive.files().forEach(OpenFile::release);
                receive.files().clear();
            }
        }

        private void credentials(Ucred credentials) {
            ByteBuffer message = ByteBuffer.allocate(HEADER + UCRED).order(ByteOrder.LITTLE_ENDIAN);
            int left = room - used;
            if (left < HEADER) {
                truncated = true;
                return;
            }
            int length = Math.min(left, HEADER + UCRED);
            truncated |= length < HEADER + UCRED;
            message.putLong(0, length).putInt(8, SOL_SOCKET).putInt(12, SCM_CREDENTIALS);
            message.putInt(16, credentials.pid()).putInt(20, credentials.uid()).putInt(24, credentials.gid());
            memory.write(start + used, message.array(), 0, length);
            used += (int) Math.min(left, aligned(HEADER + UCRED));
        }

        private void files(Task task, List<OpenFile> files, boolean cloexec) {
            int left = room - used;
            int fitting = left < HEADER ? 0 : Math.min(files.size(), (left - HEADER) / Integer.BYTES);
            long at = start + used;
            int done = 0;
            for (; done < fitting; done++) {
                if (!install(task, files.get(done), at + HEADER + done * (long) Integer.BYTES, cloexec)) {
                    break;
                }
            }
            if (done > 0) {
                int length = HEADER + done * Integer.BYTES;
                memory.writeLong(at, length);
                memory.writeInt(at + 8, SOL_SOCKET);
                memory.writeInt(at + 12, SCM_RIGHTS);
                used += (int) Math.min(left, aligned(length));
            }
            truncated |= done < files.size();
        }

        /** False if there is no descriptor left, or no memory to tell it. */
        private static boolean install(Task task, OpenFile file, long address, boolean cloexec) {
            try {
                task.memory().writeInt(address, -1);
                int fd = Descriptors.install(task, file.retain(), cloexec);
                task.memory().writeInt(address, fd);
                return true;
            } catch (ErrnoException e) {
                return false;
            }
        }
    }
}

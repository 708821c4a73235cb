package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.Receive;
import isthmus.core.socket.SocketType;
import isthmus.core.socket.UnixAddress;
import isthmus.core.socket.UnixSocket;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** How a message comes out of a socket into guest memory. */
final class MessageReceiving {
    private MessageReceiving() {}

    static long receive(Task task, UnixSocket socket, MessageHeader header, int flags) {
        GuestMemory memory = task.memory();
        Receive receive = new Receive(header.buffers().total(), internal(socket, flags), sink(header.buffers()));
        try {
            long result = run(task, socket, receive, flags);
            boolean cloexec = (flags & SocketType.MSG_CMSG_CLOEXEC) != 0;
            ControlMessages.Writer control =
                    new ControlMessages.Writer(memory, header.control(), header.controlLength());
            control.write(task, receive, receive.from() != null && socket.options().passCredentials, cloexec);
            if (header.name() != 0) {
                writeName(memory, receive.from(), header.name(), header.nameLengthAddress());
            }
            int echoed = flags & SocketType.MSG_CMSG_CLOEXEC;
            header.writeBack(memory, receive.messageFlags() | control.flags() | echoed, control.used());
            return result;
        } finally {
            dropFiles(receive);
        }
    }

    /** recvfrom(2): no control messages; the address goes to {@code name}, if that is not 0. */
    static long receive(Task task, UnixSocket socket, GuestBuffers target, int flags, long name, long nameLength) {
        Receive receive = new Receive(target.total(), internal(socket, flags), sink(target));
        try {
            long result = run(task, socket, receive, flags);
            if (name != 0) {
                writeName(task.memory(), receive.from(), name, nameLength);
            }
            return result;
        } finally {
            dropFiles(receive);
        }
    }

    private static int internal(UnixSocket socket, int flags) {
        return socket.isNonBlocking() ? flags | SocketType.MSG_DONTWAIT : flags;
    }

    private static long run(Task task, UnixSocket socket, Receive receive, int flags) {
        if ((flags & SocketType.MSG_OOB) != 0) {
            throw Errno.EOPNOTSUPP.exception();
        }
        if ((flags & SocketType.MSG_ERRQUEUE) != 0) {
            throw Errno.EAGAIN.exception();
        }
        boolean waits = (internal(socket, flags) & SocketType.MSG_DONTWAIT) == 0;
        LongSupplier attempt = () -> socket.receive(receive);
        try {
            return waits ? socket.awaitRead(task.sleeper(), attempt) : attempt.getAsLong();
        } catch (ErrnoException e) {
            if (receive.copied() > 0) {
                return receive.copied();
            }
            throw e;
        }
    }

    private static Receive.Sink sink(GuestBuffers target) {
        return (at, bytes, offset, count) -> target.scatter(at, ByteBuffer.wrap(bytes, offset, count));
    }

    /** Nothing is known of the sender of no bytes, and an unnamed one has no address: its length is 0. */
    private static void writeName(GuestMemory memory, UnixAddress from, long name, long nameLength) {
        byte[] bytes = from == null || from.isUnnamed() ? new byte[0] : from.toBytes();
        SocketAddresses.write(memory, bytes, name, nameLength);
    }

    private static void dropFiles(Receive receive) {
        receive.files().forEach(OpenFile::release);
        receive.files().clear();
    }
}

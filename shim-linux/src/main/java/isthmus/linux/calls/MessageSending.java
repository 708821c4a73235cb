package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.socket.Send;
import isthmus.core.socket.SocketType;
import isthmus.core.socket.UnixAddress;
import isthmus.core.socket.UnixSocket;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** How a message of guest memory goes into a socket. */
final class MessageSending {
    private MessageSending() {}

    static long send(Task task, UnixSocket socket, MessageHeader header, int flags) {
        byte[] name = SocketAddresses.read(task.memory(), header.name(), header.nameLength());
        ControlMessages.Sent control = ControlMessages.read(task, header.control(), header.controlLength());
        return send(task, socket, header.buffers(), name, control, flags);
    }

    /** @param name the address to send to; empty for none */
    static long send(
            Task task, UnixSocket socket, GuestBuffers source, byte[] name, ControlMessages.Sent control, int flags) {
        Source bytes = new Source(source);
        try (Send send =
                new Send(source.total(), bytes, SocketCredentials.real(task), control.credentials(), control.files())) {
            if ((flags & SocketType.MSG_OOB) != 0) {
                throw Errno.EOPNOTSUPP.exception();
            }
            LongSupplier attempt = attempt(task, socket, name, send);
            boolean waits = (flags & SocketType.MSG_DONTWAIT) == 0 && !socket.isNonBlocking();
            try {
                return waits ? socket.awaitWrite(task.sleeper(), attempt) : attempt.getAsLong();
            } catch (ErrnoException e) {
                return cutShort(task, socket, send, flags, e);
            }
        }
    }

    private static LongSupplier attempt(Task task, UnixSocket socket, byte[] name, Send send) {
        if (socket.type() == SocketType.SOCK_STREAM && name.length > 0) {
            throw socket.addressRefused();
        }
        if (socket.type() != SocketType.SOCK_DGRAM || name.length == 0) {
            socket.autobindIfPassing();
            return () -> socket.send(send);
        }
        UnixAddress address = SocketAddresses.named(name);
        socket.autobindIfPassing();
        return () -> socket.sendTo(SocketAddresses.find(task, address, socket.type()), send);
    }

    private static long cutShort(Task task, UnixSocket socket, Send send, int flags, ErrnoException e) {
        if (send.sent() > 0) {
            return send.sent();
        }
        boolean signals = e.errno() == Errno.EPIPE && socket.brokenPipeSignals();
        if (signals && (flags & SocketType.MSG_NOSIGNAL) == 0) {
            FileTransfer.signalSelf(task, Signal.SIGPIPE);
        }
        throw e;
    }

    /** Guest memory, piece by piece. */
    private static final class Source implements Send.Source {
        private final GuestBuffers buffers;
        private long taken;

        Source(GuestBuffers buffers) {
            this.buffers = buffers;
        }

        @Override
        public byte[] take(int count) {
            ByteBuffer bytes = buffers.gather(taken, count);
            if (bytes.remaining() < count) {
                throw Errno.EFAULT.exception();
            }
            taken += count;
            byte[] exact = new byte[count];
            bytes.get(exact);
            return exact;
        }
    }
}

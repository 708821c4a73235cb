package isthmus.core.socket;

import static isthmus.core.socket.SocketType.MSG_PEEK;
import static isthmus.core.socket.SocketType.MSG_WAITALL;
import static isthmus.core.socket.SocketType.RCV_SHUTDOWN;
import static isthmus.core.socket.SocketType.SEND_SHUTDOWN;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.OpenFile;
import java.util.Iterator;

/** How bytes flow through a stream socket: what was sent together may be read in pieces, and the other way round. */
final class StreamFlow {
    private StreamFlow() {}

    static long send(UnixSocket socket, Send send) {
        UnixSocket other = socket.peer();
        if (other == null) {
            throw Errno.ENOTCONN.exception();
        }
        if ((socket.shutdownState() & SEND_SHUTDOWN) != 0) {
            throw Errno.EPIPE.exception();
        }
        while (send.sent < send.length) {
            socket.throwError();
            if ((socket.shutdownState() & SEND_SHUTDOWN) != 0) {
                throw Errno.EPIPE.exception();
            }
            if (!socket.sendBuffer.hasRoom()) {
                throw Errno.EAGAIN.exception();
            }
            int chunk = MessageSizes.streamChunk(
                    send.length - send.sent, socket.options().sendBuffer());
            byte[] data = send.data(chunk);
            Ucred credentials = send.credentials(socket.options().passCredentials || other.wantsCredentials());
            Message message = new Message(data, socket, credentials, send, MessageSizes.ofStream(chunk));
            synchronized (other) {
                if (other.isDead() || (other.shutdownState() & RCV_SHUTDOWN) != 0) {
                    throw Errno.EPIPE.exception();
                }
                socket.sendBuffer.charge(message.size);
                send.passed(chunk);
                other.inbox.enqueue(message);
            }
        }
        return send.sent;
    }

    static long receive(UnixSocket socket, Receive receive) {
        if (!socket.isConnected()) {
            throw Errno.EINVAL.exception();
        }
        long target = receive.has(MSG_WAITALL) ? receive.length : Math.min(receive.length, socket.options().lowWater);
        if (receive.has(MSG_PEEK)) {
            // what an earlier attempt looked at is still there
            receive.files.forEach(OpenFile::release);
            receive.files.clear();
            receive.copied = 0;
            receive.identified = false;
        }
        synchronized (socket) {
            boolean empty = socket.inbox.messages.isEmpty();
            boolean more = receive.has(MSG_PEEK) ? peek(socket, receive) : take(socket, receive);
            if (!more || receive.copied >= Math.max(target, 1) || receive.length == 0 && !empty) {
                return receive.copied;
            }
            nothingMore(socket, receive);
        }
        return receive.copied;
    }

    /** The queue is empty, and more is wanted: why does nothing come? Returns at the end of the stream. With the monitor held. */
    private static void nothingMore(UnixSocket socket, Receive receive) {
        try {
            socket.throwError();
        } catch (ErrnoException e) {
            if (receive.copied == 0) {
                throw e;
            }
            return;
        }
        if ((socket.shutdownState() & RCV_SHUTDOWN) == 0) {
            throw Errno.EAGAIN.exception();
        }
    }

    /** Reads on; false if it must stop here: what comes next must not join, or memory ended. */
    private static boolean take(UnixSocket socket, Receive receive) {
        while (receive.copied < receive.length && !socket.inbox.messages.isEmpty()) {
            Message message = socket.inbox.messages.peek();
            if (!identify(socket, receive, message)) {
                return false;
            }
            int count = copy(receive, message);
            if (count < 0) {
                return false;
            }
            message.position += count;
            boolean files = receive.files.addAll(socket.inbox.takeFiles(message));
            if (message.remaining() > 0) {
                return false;
            }
            socket.inbox.messages.poll();
            socket.consumed(message);
            if (files) {
                return false;
            }
        }
        return true;
    }

    private static boolean peek(UnixSocket socket, Receive receive) {
        Iterator<Message> messages = socket.inbox.messages.iterator();
        while (receive.copied < receive.length && messages.hasNext()) {
            Message message = messages.next();
            if (!identify(socket, receive, message)) {
                return false;
            }
            if (copy(receive, message) < 0) {
                return false;
            }
            if (!message.files().isEmpty()) {
                socket.inbox.copyFiles(message, receive.files);
                return false;
            }
        }
        return true;
    }

    private static boolean identify(UnixSocket socket, Receive receive, Message message) {
        if (receive.identified) {
            Ucred credentials = message.credentials == null ? Ucred.NONE : message.credentials;
            return credentials.equals(receive.credentials());
        }
        if (receive.from == null) {
            receive.from = message.sender;
        }
        if (socket.options().passCredentials) {
            receive.credentials = message.credentials;
            receive.identified = true;
        }
        return true;
    }

    /** Returns the number of bytes, or -1 if memory ended after something was read before; else EFAULT. */
    private static int copy(Receive receive, Message message) {
        int count = (int) Math.min(message.remaining(), receive.length - receive.copied);
        try {
            receive.sink.put(receive.copied, message.data, message.position, count);
        } catch (ErrnoException e) {
            if (receive.copied == 0) {
                throw e;
            }
            return -1;
        }
        receive.copied += count;
        return count;
    }
}

package isthmus.core.socket;

import static isthmus.core.socket.SocketType.RCV_SHUTDOWN;
import static isthmus.core.socket.SocketType.SHUTDOWN_MASK;
import static isthmus.core.socket.SocketType.SOCK_DGRAM;
import static isthmus.core.socket.SocketType.SOCK_STREAM;

import isthmus.core.Errno;
import isthmus.core.wait.PollEvents;

/** What poll(2), FIONREAD and SIOCOUTQ say of a socket. */
final class UnixReadiness {
    static final int WRITABLE = PollEvents.WRITABLE | PollEvents.POLLWRBAND;
    static final int EVERYTHING =
            PollEvents.READABLE | WRITABLE | PollEvents.POLLRDHUP | PollEvents.POLLHUP | PollEvents.POLLERR;

    private UnixReadiness() {}

    static int poll(UnixSocket socket) {
        int events = socket.error.get() != null ? PollEvents.POLLERR : 0;
        int down = socket.shutdownState();
        if (down == SHUTDOWN_MASK || socket.type() != SOCK_DGRAM && socket.state == UnixSocket.State.CLOSE) {
            events |= PollEvents.POLLHUP;
        }
        if ((down & RCV_SHUTDOWN) != 0) {
            events |= PollEvents.POLLRDHUP | PollEvents.READABLE;
        }
        synchronized (socket) {
            if (!socket.inbox.messages.isEmpty() || !socket.inbox.pending.isEmpty()) {
                events |= PollEvents.READABLE;
            }
        }
        boolean writable = !socket.isListening() && socket.sendBuffer.isLow();
        return writable && !isPeerFull(socket) ? events | WRITABLE : events;
    }

    private static boolean isPeerFull(UnixSocket socket) {
        UnixSocket other = socket.peer();
        if (socket.type() == SOCK_STREAM || other == null || other.peer() == socket) {
            return false;
        }
        synchronized (other) {
            return other.isFullFor(socket);
        }
    }

    /** FIONREAD; EINVAL for a listener. */
    static int readable(UnixSocket socket) {
        checkNotListening(socket);
        synchronized (socket) {
            if (socket.type() == SOCK_DGRAM) {
                Message first = socket.inbox.messages.peek();
                return first == null ? 0 : first.remaining();
            }
            return socket.inbox.messages.stream().mapToInt(Message::remaining).sum();
        }
    }

    /** SIOCOUTQ; EINVAL for a listener. */
    static int unsent(UnixSocket socket) {
        checkNotListening(socket);
        return socket.sendBuffer.used();
    }

    private static void checkNotListening(UnixSocket socket) {
        if (socket.isListening()) {
            throw Errno.EINVAL.exception();
        }
    }
}

package isthmus.core.socket;

import static isthmus.core.socket.SocketType.RCV_SHUTDOWN;
import static isthmus.core.socket.SocketType.SEND_SHUTDOWN;
import static isthmus.core.socket.SocketType.SHUTDOWN_MASK;
import static isthmus.core.socket.SocketType.SOCK_DGRAM;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.wait.PollEvents;
import java.util.ArrayList;
import java.util.List;

/** How sockets find and lose each other: listen(2), connect(2), accept(2), shutdown(2), and the end of a peer. */
final class UnixConnections {
    private UnixConnections() {}

    private static void established(UnixSocket socket, UnixSocket other, Ucred credentials, int[] groups) {
        socket.peer = other;
        socket.peerCredentials = credentials;
        socket.peerGroups = groups;
        socket.state = UnixSocket.State.ESTABLISHED;
    }

    /** Of two fresh sockets. */
    static void connectPair(UnixSocket one, UnixSocket other, Ucred self, int[] groups) {
        established(one, other, self, groups);
        established(other, one, self, groups);
    }

    static void listen(UnixSocket socket, int length, Ucred self, int[] groups) {
        if (socket.type() == SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP.exception();
        }
        socket.transitions.lock();
        try {
            if (socket.address().isUnnamed() || socket.isConnected()) {
                throw Errno.EINVAL.exception();
            }
            synchronized (socket) {
                socket.inbox.backlog = length;
                socket.listener = self;
                socket.listenerGroups = groups;
                socket.state = UnixSocket.State.LISTEN;
                socket.inbox.wakeSenders();
            }
        } finally {
            socket.transitions.unlock();
        }
    }

    static void connect(UnixSocket socket, UnixSocket target, Ucred self, int[] groups) {
        socket.transitions.lock();
        try {
            synchronized (target) {
                if (target.isDead() || !target.isListening() || (target.shutdownState() & RCV_SHUTDOWN) != 0) {
                    throw Errno.ECONNREFUSED.exception();
                }
                if (target.inbox.pending.size() > target.inbox.backlog) {
                    target.inbox.addWaitingSender(socket);
                    throw Errno.EAGAIN.exception();
                }
                if (socket.state != UnixSocket.State.CLOSE) {
                    throw (socket.isConnected() ? Errno.EISCONN : Errno.EINVAL).exception();
                }
                UnixSocket other = socket.embryo(target.address());
                established(other, socket, self, groups);
                established(socket, other, target.listener, target.listenerGroups);
                target.inbox.pending.add(other);
            }
            target.waitQueue().wake(PollEvents.READABLE);
        } finally {
            socket.transitions.unlock();
        }
    }

    static void connectDatagrams(UnixSocket socket, UnixSocket target) {
        UnixSocket old;
        socket.transitions.lock();
        try {
            if (target != null && !socket.maySend(target)) {
                throw Errno.EPERM.exception();
            }
            old = socket.peer;
            socket.peer = target;
            socket.state = target == null ? UnixSocket.State.CLOSE : UnixSocket.State.ESTABLISHED;
        } finally {
            socket.transitions.unlock();
        }
        if (old != null && old != target) {
            leaveDatagramPeer(socket, old);
        }
    }

    /** What came from the former peer is lost, and it hears of that. */
    private static void leaveDatagramPeer(UnixSocket socket, UnixSocket old) {
        List<Message> lost = socket.takeMessages();
        if (!lost.isEmpty() && !old.isDead() && old.peer == socket) {
            old.error.set(Errno.ECONNRESET);
            old.waitQueue().wake(PollEvents.POLLERR);
        }
        lost.forEach(socket::drop);
    }

    /** A datagram could not be delivered because the peer is gone. */
    static void forgetPeer(UnixSocket socket, UnixSocket gone) {
        socket.transitions.lock();
        try {
            if (socket.peer != gone) {
                return;
            }
            socket.peer = null;
            socket.state = UnixSocket.State.CLOSE;
        } finally {
            socket.transitions.unlock();
        }
        leaveDatagramPeer(socket, gone);
    }

    static UnixSocket accept(UnixSocket socket, int flags, int uid, int gid) {
        if (socket.type() == SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP.exception();
        }
        UnixSocket accepted;
        synchronized (socket) {
            if (!socket.isListening()) {
                throw Errno.EINVAL.exception();
            }
            socket.throwError();
            accepted = socket.inbox.pending.poll();
            if (accepted == null) {
                throw ((socket.shutdownState() & RCV_SHUTDOWN) != 0 ? Errno.EINVAL : Errno.EAGAIN).exception();
            }
            socket.inbox.wakeSenders();
        }
        accepted.accepted(flags, uid, gid, socket.options().passCredentials);
        return accepted;
    }

    static void shutdown(UnixSocket socket, int how) {
        addShutdown(socket, how);
        UnixSocket other = socket.peer;
        if (other != null && socket.type() != SOCK_DGRAM) {
            int mirrored =
                    ((how & RCV_SHUTDOWN) != 0 ? SEND_SHUTDOWN : 0) | ((how & SEND_SHUTDOWN) != 0 ? RCV_SHUTDOWN : 0);
            addShutdown(other, mirrored);
        }
    }

    private static void addShutdown(UnixSocket socket, int bits) {
        int down;
        synchronized (socket) {
            socket.shutdown |= bits;
            down = socket.shutdown;
            socket.inbox.wakeSenders();
        }
        socket.waitQueue()
                .wake(UnixReadiness.EVERYTHING & ~(PollEvents.POLLERR | PollEvents.POLLHUP)
                        | (down == SHUTDOWN_MASK ? PollEvents.POLLHUP : 0));
    }

    /** Its last holder is gone. */
    static void close(UnixSocket socket) {
        List<UnixSocket> embryos;
        boolean lost;
        synchronized (socket) {
            socket.dead = true;
            socket.shutdown = SHUTDOWN_MASK;
            embryos = new ArrayList<>(socket.inbox.pending);
            socket.inbox.pending.clear();
            lost = socket.embryo || !socket.inbox.messages.isEmpty();
        }
        socket.binding.unbind();
        List<Message> unread = socket.takeMessages();
        UnixSocket other = socket.peer;
        if (other != null && socket.type() != SOCK_DGRAM) {
            peerClosed(other, lost);
        }
        unread.forEach(socket::drop);
        embryos.forEach(OpenFile::release);
    }

    /** The other end of a stream or of a sequence of packets is gone; {@code lost}: with something unread. */
    private static void peerClosed(UnixSocket socket, boolean lost) {
        synchronized (socket) {
            socket.shutdown = SHUTDOWN_MASK;
            if (lost) {
                socket.error.set(Errno.ECONNRESET);
            }
            socket.inbox.wakeSenders();
        }
        socket.waitQueue().wake(UnixReadiness.EVERYTHING);
    }
}

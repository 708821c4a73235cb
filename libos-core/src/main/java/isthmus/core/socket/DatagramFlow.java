package isthmus.core.socket;

import static isthmus.core.socket.SocketType.MSG_PEEK;
import static isthmus.core.socket.SocketType.MSG_TRUNC;
import static isthmus.core.socket.SocketType.RCV_SHUTDOWN;
import static isthmus.core.socket.SocketType.SEND_SHUTDOWN;

import isthmus.core.Errno;

/** How messages flow through datagram and sequenced-packet sockets: each whole, or cut, but never joined. */
final class DatagramFlow {
    /** Of the send buffer, what a message may not use. */
    private static final int RESERVE = 32;

    private DatagramFlow() {}

    static long sendPacket(UnixSocket socket, Send send) {
        socket.throwError();
        if (!socket.isConnected()) {
            throw Errno.ENOTCONN.exception();
        }
        return send(socket, socket.peer(), send, false);
    }

    /** @param named whether {@code target} was given in the call, and is not the peer */
    static long send(UnixSocket socket, UnixSocket target, Send send, boolean named) {
        if (target == null) {
            throw Errno.ENOTCONN.exception();
        }
        if (send.length > socket.options().sendBuffer() - RESERVE) {
            throw Errno.EMSGSIZE.exception();
        }
        socket.throwError();
        if ((socket.shutdownState() & SEND_SHUTDOWN) != 0) {
            throw Errno.EPIPE.exception();
        }
        if (!socket.sendBuffer.hasRoom()) {
            throw Errno.EAGAIN.exception();
        }
        byte[] data = send.data((int) send.length);
        if (!socket.maySend(target)) {
            throw Errno.EPERM.exception();
        }
        Ucred credentials = send.credentials(socket.options().passCredentials || target.wantsCredentials());
        Message message = new Message(data, socket, credentials, send, MessageSizes.ofDatagram(data.length));
        boolean gone;
        synchronized (target) {
            gone = target.isDead();
            if (!gone) {
                if ((target.shutdownState() & RCV_SHUTDOWN) != 0) {
                    throw Errno.EPIPE.exception();
                }
                if (target.isFullFor(socket)) {
                    throw Errno.EAGAIN.exception();
                }
                socket.sendBuffer.charge(message.size);
                send.passed(data.length);
                target.inbox.enqueue(message);
            }
        }
        if (gone) {
            throw gone(socket, target, named);
        }
        return send.sent;
    }

    private static RuntimeException gone(UnixSocket socket, UnixSocket target, boolean named) {
        if (socket.type() == SocketType.SOCK_SEQPACKET) {
            return Errno.EPIPE.exception();
        }
        if (!named || socket.peer() == target) {
            UnixConnections.forgetPeer(socket, target);
        }
        return Errno.ECONNREFUSED.exception();
    }

    static long receivePacket(UnixSocket socket, Receive receive) {
        if (!socket.isConnected()) {
            throw Errno.ENOTCONN.exception();
        }
        return receive(socket, receive);
    }

    static long receive(UnixSocket socket, Receive receive) {
        Message message;
        synchronized (socket) {
            socket.throwError();
            message = socket.inbox.messages.peek();
            if (message == null) {
                return end(socket, receive);
            }
            receive.from = message.sender;
            receive.credentials = message.credentials;
            receive.identified = true;
            if (receive.has(MSG_PEEK)) {
                socket.inbox.copyFiles(message, receive.files);
            } else {
                socket.inbox.messages.poll();
                receive.files.addAll(socket.inbox.takeFiles(message));
                socket.inbox.wakeSenders();
            }
        }
        if (!receive.has(MSG_PEEK)) {
            socket.consumed(message);
        }
        int count = (int) Math.min(message.data.length, receive.length);
        if (count < message.data.length) {
            receive.messageFlags |= MSG_TRUNC;
        }
        receive.sink.put(0, message.data, 0, count);
        receive.copied = count;
        return receive.has(MSG_TRUNC) ? message.data.length : count;
    }

    /** Nothing is there. A datagram socket that may not receive any more says so only to those who would wait. */
    private static long end(UnixSocket socket, Receive receive) {
        if ((socket.shutdownState() & RCV_SHUTDOWN) != 0
                && (socket.type() == SocketType.SOCK_SEQPACKET || !receive.has(SocketType.MSG_DONTWAIT))) {
            return 0;
        }
        throw Errno.EAGAIN.exception();
    }
}

package isthmus.core.socket;

import isthmus.core.Errno;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;

/** How a socket gets its name, and loses it (bind(2), unix(7)). */
final class UnixBinding {
    private final UnixSocket socket;
    /** The socket inode of a path, or null. Changed under the socket's transitions. */
    private Inode node;

    private volatile UnixAddress address = UnixAddress.UNNAMED;

    UnixBinding(UnixSocket socket) {
        this.socket = socket;
    }

    static UnixSocket find(Inode node, int type) {
        if ((node.mode() & Mode.S_IFMT) != Mode.S_IFSOCK
                || !(node.state().attachment() instanceof UnixSocket found)
                || found.isDead()) {
            throw Errno.ECONNREFUSED.exception();
        }
        if (found.type() != type) {
            throw Errno.EPROTOTYPE.exception();
        }
        return found;
    }

    UnixAddress address() {
        return address;
    }

    /** Of the other end of a connection to a listener: the listener's. Before anyone else knows the socket. */
    void inherit(UnixAddress from) {
        address = from;
    }

    /** EINVAL, EADDRINUSE. With transitions held. */
    void bind(UnixAddress wanted, Inode newNode) {
        if (wanted.isUnnamed()) {
            autobind();
            return;
        }
        checkUnbound();
        if (wanted.isAbstract()) {
            socket.names().bind(wanted, socket);
        } else {
            node = newNode;
            newNode.state().setAttachment(socket);
        }
        address = wanted;
    }

    /** With transitions held. */
    void autobind() {
        if (address.isUnnamed()) {
            address = socket.names().autobind(socket);
        }
    }

    void checkUnbound() {
        if (!address.isUnnamed()) {
            throw Errno.EINVAL.exception();
        }
    }

    /** The socket has been closed. */
    void unbind() {
        if (address.isAbstract()) {
            socket.names().unbind(address, socket);
        } else if (node != null && node.state().attachment() == socket) {
            node.state().setAttachment(null);
        }
    }
}

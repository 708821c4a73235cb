package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Mode;
import isthmus.core.files.PathNode;
import isthmus.core.files.Permissions;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.UnixAddress;
import isthmus.core.socket.UnixSocket;
import isthmus.linux.task.Task;

/** Socket addresses in guest memory, and the sockets they name. */
final class SocketAddresses {
    /** sizeof(struct sockaddr_storage). */
    static final int STORAGE = 128;

    private SocketAddresses() {}

    /** The bytes of an address; EINVAL for an impossible length. */
    static byte[] read(GuestMemory memory, long address, int length) {
        if (length < 0 || length > STORAGE) {
            throw Errno.EINVAL.exception();
        }
        return memory.readBytes(address, length);
    }

    /** The family; EINVAL for fewer than two bytes. */
    static int family(byte[] sockaddr) {
        if (sockaddr.length < 2) {
            throw Errno.EINVAL.exception();
        }
        return sockaddr[0] & 0xff | (sockaddr[1] & 0xff) << 8;
    }

    /** An address of unix(7) that names something; EINVAL. */
    static UnixAddress named(byte[] sockaddr) {
        UnixAddress address = UnixAddress.parse(sockaddr);
        if (sockaddr.length <= 2) {
            throw Errno.EINVAL.exception();
        }
        return address;
    }

    /** Writes what fits into the room that the int at {@code lengthAddress} tells, and the whole length there. */
    static void write(GuestMemory memory, byte[] sockaddr, long address, long lengthAddress) {
        int room = memory.readInt(lengthAddress);
        if (room < 0) {
            throw Errno.EINVAL.exception();
        }
        memory.write(address, sockaddr, 0, Math.min(room, sockaddr.length));
        memory.writeInt(lengthAddress, sockaddr.length);
    }

    /** The socket that an address names. ECONNREFUSED, EPROTOTYPE, EACCES, and what the way along a path says. */
    static UnixSocket find(Task task, UnixAddress address, int type) {
        if (!address.isPath()) {
            return task.kernel().unixNames().find(address, type);
        }
        PathNode place = Paths.find(task, Paths.AT_FDCWD, address.name(), 0);
        Permissions.check(place, task.credentials(), Permissions.MAY_WRITE);
        return UnixSocket.boundTo(place.inode(), type);
    }

    /** bind(2) to a path: makes the socket file. EADDRINUSE if there is something. */
    static void bindToPath(Task task, UnixSocket socket, UnixAddress address) {
        socket.checkUnbound();
        PathNode start = task.fs().workingDirectory();
        PathNode place;
        try {
            int mode = Mode.S_IFSOCK | socket.inode().mode() & 0777;
            place = task.kernel().vfs().names().mknod(Paths.actor(task), start, address.name(), mode, 0);
        } catch (ErrnoException e) {
            throw e.errno() == Errno.EEXIST ? Errno.EADDRINUSE.exception() : e;
        }
        try {
            socket.bind(address, place.inode());
        } catch (ErrnoException e) {
            task.kernel().vfs().names().unlink(Paths.actor(task), start, address.name());
            throw e;
        }
    }
}

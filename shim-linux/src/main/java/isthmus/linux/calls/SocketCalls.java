package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FdTable;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.socket.SocketType;
import isthmus.core.socket.UnixAddress;
import isthmus.core.socket.UnixSocket;
import isthmus.linux.task.Task;
import java.util.List;

/** Making and connecting sockets: of the Unix family; others are EAFNOSUPPORT. */
public final class SocketCalls {
    private static final String UNIX_ONLY = "only AF_UNIX; EAFNOSUPPORT for other families";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.partial(
                    41,
                    "socket",
                    UNIX_ONLY,
                    SocketCalls::socket,
                    ArgType.SOCKET_FAMILY,
                    ArgType.SOCKET_TYPE,
                    ArgType.INT),
            SystemCall.full(42, "connect", SocketCalls::connect, ArgType.FD, ArgType.SOCKADDR_IN, ArgType.INT),
            SystemCall.full(
                    43,
                    "accept",
                    (task, args) -> accept(task, args, 0),
                    ArgType.FD,
                    ArgType.SOCKADDR_OUT,
                    ArgType.ADDRESS),
            SystemCall.full(48, "shutdown", SocketCalls::shutdown, ArgType.FD, ArgType.INT),
            SystemCall.full(49, "bind", SocketCalls::bind, ArgType.FD, ArgType.SOCKADDR_IN, ArgType.INT),
            SystemCall.full(50, "listen", SocketCalls::listen, ArgType.FD, ArgType.INT),
            SystemCall.full(
                    51,
                    "getsockname",
                    (task, args) -> name(task, args, false),
                    ArgType.FD,
                    ArgType.SOCKADDR_OUT,
                    ArgType.ADDRESS),
            SystemCall.full(
                    52,
                    "getpeername",
                    (task, args) -> name(task, args, true),
                    ArgType.FD,
                    ArgType.SOCKADDR_OUT,
                    ArgType.ADDRESS),
            SystemCall.partial(
                    53,
                    "socketpair",
                    UNIX_ONLY,
                    SocketCalls::socketpair,
                    ArgType.SOCKET_FAMILY,
                    ArgType.SOCKET_TYPE,
                    ArgType.INT,
                    ArgType.PIPE_FDS),
            SystemCall.full(
                    288,
                    "accept4",
                    (task, args) -> accept(task, args, args.i(3)),
                    ArgType.FD,
                    ArgType.SOCKADDR_OUT,
                    ArgType.ADDRESS,
                    ArgType.HEX));

    private static final int TYPE_MASK = 0xf, TYPE_LIMIT = 11, FAMILY_LIMIT = 46;
    private static final int KNOWN_FLAGS = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    /** net.core.somaxconn. */
    private static final int SOMAXCONN = 4096;

    private SocketCalls() {}

    /** What a call does with its socket. */
    @FunctionalInterface
    interface Use {
        long with(UnixSocket socket);
    }

    /** Runs {@code use} with the socket under a descriptor. EBADF, ENOTSOCK. */
    static long use(Task task, int fd, Use use) {
        OpenFile file = Descriptors.get(task, fd);
        try {
            if (!(file instanceof UnixSocket socket)) {
                throw Errno.ENOTSOCK.exception();
            }
            return use.with(socket);
        } finally {
            file.release();
        }
    }

    // --- making ---------------------------------------------------------------------------------------------------

    private static UnixSocket create(Task task, int family, int typeAndFlags, int protocol) {
        int type = typeAndFlags & TYPE_MASK;
        if ((typeAndFlags & ~(TYPE_MASK | KNOWN_FLAGS)) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (family < 0 || family >= FAMILY_LIMIT) {
            throw Errno.EAFNOSUPPORT.exception();
        }
        if (type >= TYPE_LIMIT) {
            throw Errno.EINVAL.exception();
        }
        if (family != SocketType.AF_UNIX) {
            throw Errno.EAFNOSUPPORT.exception();
        }
        if (protocol != 0 && protocol != SocketType.AF_UNIX) {
            throw Errno.EPROTONOSUPPORT.exception();
        }
        int kind = switch (type) {
            case SocketType.SOCK_STREAM, SocketType.SOCK_DGRAM, SocketType.SOCK_SEQPACKET -> type;
            case SocketType.SOCK_RAW -> SocketType.SOCK_DGRAM;
            default -> throw Errno.ESOCKTNOSUPPORT.exception();
        };
        return new UnixSocket(
                kind,
                task.kernel().unixNames(),
                task.kernel()
                        .sockFs()
                        .create(
                                Mode.S_IFSOCK | 0777,
                                task.credentials().fsuid(),
                                task.credentials().fsgid()),
                typeAndFlags & OpenFlags.O_NONBLOCK);
    }

    private static long socket(Task task, Args args) {
        UnixSocket socket = create(task, args.i(0), args.i(1), args.i(2));
        return Descriptors.install(task, socket, (args.i(1) & OpenFlags.O_CLOEXEC) != 0);
    }

    private static long socketpair(Task task, Args args) {
        UnixSocket one = create(task, args.i(0), args.i(1), args.i(2));
        UnixSocket other = create(task, args.i(0), args.i(1), args.i(2));
        UnixSocket.connectPair(
                one, other, SocketCredentials.of(task), task.credentials().groups());
        long pair = Descriptors.installPair(task, one, other, (args.i(1) & OpenFlags.O_CLOEXEC) != 0);
        try {
            task.memory().writeLong(args.n(3), pair);
        } catch (ErrnoException e) {
            FdTable files = task.files();
            files.remove((int) pair).release();
            files.remove((int) (pair >>> 32)).release();
            throw e;
        }
        return 0;
    }

    // --- names ----------------------------------------------------------------------------------------------------

    private static long bind(Task task, Args args) {
        return use(task, args.i(0), socket -> {
            UnixAddress address = UnixAddress.parse(SocketAddresses.read(task.memory(), args.n(1), args.i(2)));
            if (address.isPath()) {
                SocketAddresses.bindToPath(task, socket, address);
            } else {
                socket.bind(address, null);
            }
            return 0;
        });
    }

    private static long name(Task task, Args args, boolean peer) {
        return use(task, args.i(0), socket -> {
            UnixAddress address = peer ? socket.peerAddress() : socket.address();
            SocketAddresses.write(task.memory(), address.toBytes(), args.n(1), args.n(2));
            return 0;
        });
    }

    // --- connections ----------------------------------------------------------------------------------------------

    private static long connect(Task task, Args args) {
        return use(task, args.i(0), socket -> {
            byte[] sockaddr = SocketAddresses.read(task.memory(), args.n(1), args.i(2));
            if (socket.type() == SocketType.SOCK_DGRAM) {
                connectDatagrams(task, socket, sockaddr);
                return 0;
            }
            UnixAddress address = SocketAddresses.named(sockaddr);
            socket.autobindIfPassing();
            if (socket.isNonBlocking()) {
                return connect(task, socket, address);
            }
            return socket.awaitWrite(task.sleeper(), () -> connect(task, socket, address));
        });
    }

    private static long connect(Task task, UnixSocket socket, UnixAddress address) {
        UnixSocket target = SocketAddresses.find(task, address, socket.type());
        socket.connect(target, SocketCredentials.of(task), task.credentials().groups());
        return 0;
    }

    private static void connectDatagrams(Task task, UnixSocket socket, byte[] sockaddr) {
        if (SocketAddresses.family(sockaddr) == SocketType.AF_UNSPEC) {
            socket.connectDatagrams(null);
            return;
        }
        UnixAddress address = SocketAddresses.named(sockaddr);
        socket.autobindIfPassing();
        socket.connectDatagrams(SocketAddresses.find(task, address, socket.type()));
    }

    private static long listen(Task task, Args args) {
        return use(task, args.i(0), socket -> {
            int backlog = args.i(1) < 0 || args.i(1) > SOMAXCONN ? SOMAXCONN : args.i(1);
            socket.listen(
                    backlog, SocketCredentials.of(task), task.credentials().groups());
            return 0;
        });
    }

    private static long accept(Task task, Args args, int flags) {
        return use(task, args.i(0), socket -> {
            if ((flags & ~KNOWN_FLAGS) != 0) {
                throw Errno.EINVAL.exception();
            }
            Descriptors.checkRoom(task);
            UnixSocket[] accepted = new UnixSocket[1];
            if (socket.isNonBlocking()) {
                accepted[0] = accept(task, socket, flags);
            } else {
                socket.awaitRead(task.sleeper(), () -> {
                    accepted[0] = accept(task, socket, flags);
                    return 0;
                });
            }
            return deliver(task, args, accepted[0], (flags & OpenFlags.O_CLOEXEC) != 0);
        });
    }

    private static UnixSocket accept(Task task, UnixSocket socket, int flags) {
        return socket.accept(
                flags & OpenFlags.O_NONBLOCK,
                task.credentials().fsuid(),
                task.credentials().fsgid());
    }

    private static long deliver(Task task, Args args, UnixSocket accepted, boolean cloexec) {
        if (args.n(1) != 0) {
            try {
                SocketAddresses.write(task.memory(), accepted.peerAddress().toBytes(), args.n(1), args.n(2));
            } catch (ErrnoException e) {
                accepted.release();
                throw e;
            }
        }
        return Descriptors.install(task, accepted, cloexec);
    }

    private static long shutdown(Task task, Args args) {
        return use(task, args.i(0), socket -> {
            if (args.i(1) < 0 || args.i(1) > 2) {
                throw Errno.EINVAL.exception();
            }
            socket.shutdown(args.i(1) + 1);
            return 0;
        });
    }
}

package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.SocketOptions;
import isthmus.core.socket.SocketType;
import isthmus.core.socket.Ucred;
import isthmus.core.socket.UnixSocket;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** getsockopt(2) and setsockopt(2) at the level SOL_SOCKET (socket(7)); other levels are EOPNOTSUPP for unix sockets. */
public final class SocketOptionCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    54,
                    "setsockopt",
                    (task, args) -> SocketCalls.use(task, args.i(0), socket -> set(task, socket, args)),
                    ArgType.FD,
                    ArgType.INT,
                    ArgType.INT,
                    ArgType.ADDRESS,
                    ArgType.INT),
            SystemCall.full(
                    55,
                    "getsockopt",
                    (task, args) -> SocketCalls.use(task, args.i(0), socket -> get(task, socket, args)),
                    ArgType.FD,
                    ArgType.INT,
                    ArgType.INT,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS));

    private static final int SOL_SOCKET = 1;
    private static final int SO_DEBUG = 1, SO_REUSEADDR = 2, SO_TYPE = 3, SO_ERROR = 4, SO_DONTROUTE = 5;
    private static final int SO_BROADCAST = 6, SO_SNDBUF = 7, SO_RCVBUF = 8, SO_KEEPALIVE = 9, SO_OOBINLINE = 10;
    private static final int SO_NO_CHECK = 11, SO_PRIORITY = 12, SO_LINGER = 13, SO_BSDCOMPAT = 14, SO_REUSEPORT = 15;
    private static final int SO_PASSCRED = 16, SO_PEERCRED = 17, SO_RCVLOWAT = 18, SO_SNDLOWAT = 19, SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21, SO_TIMESTAMP = 29, SO_ACCEPTCONN = 30, SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33,
            SO_PASSSEC = 34,
            SO_TIMESTAMPNS = 35,
            SO_PROTOCOL = 38,
            SO_DOMAIN = 39;
    private static final int SO_COOKIE = 57, SO_PEERGROUPS = 59;
    private static final int CAP_NET_ADMIN = 12;
    private static final int MAX_PRIORITY = 6;
    private static final int MICROS = 1_000_000;

    private SocketOptionCalls() {}

    private static void checkLevel(Args args) {
        if (args.i(1) != SOL_SOCKET) {
            throw Errno.EOPNOTSUPP.exception();
        }
    }

    // --- setting --------------------------------------------------------------------------------------------------

    private static long set(Task task, UnixSocket socket, Args args) {
        int length = args.i(4);
        if (length < 0) {
            throw Errno.EINVAL.exception();
        }
        checkLevel(args);
        if (length < Integer.BYTES) {
            throw Errno.EINVAL.exception();
        }
        GuestMemory memory = task.memory();
        int value = memory.readInt(args.n(3));
        SocketOptions options = socket.options();
        int option = args.i(2);
        switch (option) {
            case SO_DEBUG -> {
                if (value != 0 && !task.credentials().has(CAP_NET_ADMIN)) {
                    throw Errno.EACCES.exception();
                }
                options.remember(option, value != 0);
            }
            case SO_REUSEADDR, SO_DONTROUTE, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE, SO_NO_CHECK, SO_PASSSEC ->
                options.remember(option, value != 0);
            case SO_TIMESTAMP, SO_TIMESTAMPNS -> timestamps(options, option, value != 0);
            case SO_BSDCOMPAT -> {}
            case SO_REUSEPORT -> {
                if (value != 0) {
                    throw Errno.EOPNOTSUPP.exception();
                }
            }
            case SO_SNDBUF -> options.setSendBuffer(value, false);
            case SO_RCVBUF -> options.setReceiveBuffer(value, false);
            case SO_SNDBUFFORCE, SO_RCVBUFFORCE -> force(task, options, option, value);
            case SO_PRIORITY -> priority(task, options, value);
            case SO_LINGER -> linger(memory, options, args.n(3), length);
            case SO_PASSCRED -> options.passCredentials = value != 0;
            case SO_RCVLOWAT -> options.lowWater = value < 0 ? Integer.MAX_VALUE : Math.max(value, 1);
            case SO_RCVTIMEO -> options.receiveTimeout = timeout(memory, args.n(3), length);
            case SO_SNDTIMEO -> options.sendTimeout = timeout(memory, args.n(3), length);
            default -> throw Errno.ENOPROTOOPT.exception();
        }
        return 0;
    }

    /** Only one kind of time stamp at a time. */
    private static void timestamps(SocketOptions options, int option, boolean on) {
        options.remember(SO_TIMESTAMP, false);
        options.remember(SO_TIMESTAMPNS, false);
        options.remember(option, on);
    }

    private static void force(Task task, SocketOptions options, int option, int value) {
        if (!task.credentials().has(CAP_NET_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        if (option == SO_SNDBUFFORCE) {
            options.setSendBuffer(value, true);
        } else {
            options.setReceiveBuffer(value, true);
        }
    }

    private static void priority(Task task, SocketOptions options, int value) {
        boolean ordinary = value >= 0 && value <= MAX_PRIORITY;
        if (!ordinary && !task.credentials().has(CAP_NET_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        options.priority = value;
    }

    private static void linger(GuestMemory memory, SocketOptions options, long address, int length) {
        if (length < 2 * Integer.BYTES) {
            throw Errno.EINVAL.exception();
        }
        options.linger = memory.readInt(address) != 0;
        if (options.linger) {
            options.lingerSeconds = memory.readInt(address + Integer.BYTES);
        }
    }

    /** Zero is for ever; EDOM for microseconds out of range; a negative time is over at once. */
    private static long timeout(GuestMemory memory, long address, int length) {
        if (length < 2 * Long.BYTES) {
            throw Errno.EINVAL.exception();
        }
        long seconds = memory.readLong(address);
        long micros = memory.readLong(address + Long.BYTES);
        if (micros < 0 || micros >= MICROS) {
            throw Errno.EDOM.exception();
        }
        if (seconds < 0) {
            return 0;
        }
        if (seconds == 0 && micros == 0 || seconds >= Long.MAX_VALUE / 4_000_000_000L) {
            return Sleeper.FOREVER;
        }
        return (seconds * MICROS + micros) * 1000;
    }

    // --- getting --------------------------------------------------------------------------------------------------

    private static long get(Task task, UnixSocket socket, Args args) {
        checkLevel(args);
        GuestMemory memory = task.memory();
        int room = memory.readInt(args.n(4));
        if (room < 0) {
            throw Errno.EINVAL.exception();
        }
        byte[] value = args.i(2) == SO_PEERGROUPS ? groups(memory, socket, args, room) : value(socket, args.i(2));
        int length = Math.min(room, value.length);
        memory.write(args.n(3), value, 0, length);
        memory.writeInt(args.n(4), length);
        return 0;
    }

    private static byte[] value(UnixSocket socket, int option) {
        SocketOptions options = socket.options();
        return switch (option) {
            case SO_DEBUG, SO_REUSEADDR, SO_DONTROUTE, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE, SO_NO_CHECK ->
                flag(options.remembers(option));
            case SO_PASSSEC, SO_TIMESTAMP, SO_TIMESTAMPNS -> flag(options.remembers(option));
            case SO_BSDCOMPAT, SO_REUSEPORT -> ints(0);
            case SO_TYPE -> ints(socket.type());
            case SO_ERROR -> error(socket);
            case SO_SNDBUF -> ints(options.sendBuffer());
            case SO_RCVBUF -> ints(options.receiveBuffer());
            case SO_PRIORITY -> ints(options.priority);
            case SO_LINGER -> ints(options.linger ? 1 : 0, options.lingerSeconds);
            case SO_PASSCRED -> flag(options.passCredentials);
            case SO_PEERCRED -> credentials(socket.peerCredentials());
            case SO_RCVLOWAT -> ints(options.lowWater);
            case SO_SNDLOWAT -> ints(1);
            case SO_RCVTIMEO -> timeval(options.receiveTimeout);
            case SO_SNDTIMEO -> timeval(options.sendTimeout);
            case SO_ACCEPTCONN -> flag(socket.isListening());
            case SO_PROTOCOL -> ints(0);
            case SO_DOMAIN -> ints(SocketType.AF_UNIX);
            case SO_COOKIE -> longs(socket.inode().stat().ino());
            default -> throw Errno.ENOPROTOOPT.exception();
        };
    }

    private static byte[] groups(GuestMemory memory, UnixSocket socket, Args args, int room) {
        byte[] groups = ints(socket.peerGroups());
        if (room < groups.length) {
            memory.writeInt(args.n(4), groups.length);
            throw Errno.ERANGE.exception();
        }
        return groups;
    }

    private static byte[] error(UnixSocket socket) {
        Errno error = socket.takeError();
        return ints(error == null ? 0 : error.number());
    }

    private static byte[] credentials(Ucred credentials) {
        return ints(credentials.pid(), credentials.uid(), credentials.gid());
    }

    private static byte[] timeval(long nanos) {
        return nanos == Sleeper.FOREVER ? longs(0, 0) : longs(nanos / 1_000_000_000, nanos % 1_000_000_000 / 1000);
    }

    private static byte[] flag(boolean on) {
        return ints(on ? 1 : 0);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return bytes.array();
    }
}

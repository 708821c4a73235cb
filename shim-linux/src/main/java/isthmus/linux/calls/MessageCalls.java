package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.socket.SocketType;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.Task;
import java.util.List;

/** send(2), recv(2) and their kin. */
public final class MessageCalls {
    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    44,
                    "sendto",
                    MessageCalls::sendto,
                    ArgType.FD,
                    ArgType.BUFFER_IN,
                    ArgType.SIZE,
                    ArgType.HEX,
                    ArgType.SOCKADDR_IN,
                    ArgType.INT),
            SystemCall.full(
                    45,
                    "recvfrom",
                    MessageCalls::recvfrom,
                    ArgType.FD,
                    ArgType.BUFFER_OUT,
                    ArgType.SIZE,
                    ArgType.HEX,
                    ArgType.SOCKADDR_OUT,
                    ArgType.ADDRESS),
            SystemCall.full(
                    46,
                    "sendmsg",
                    (task, args) -> SocketCalls.use(
                            task,
                            args.i(0),
                            socket -> MessageSending.send(task, socket, header(task, args.n(1)), args.i(2))),
                    ArgType.FD,
                    ArgType.MESSAGE_IN,
                    ArgType.HEX),
            SystemCall.full(
                    47,
                    "recvmsg",
                    (task, args) -> SocketCalls.use(
                            task,
                            args.i(0),
                            socket -> MessageReceiving.receive(task, socket, header(task, args.n(1)), args.i(2))),
                    ArgType.FD,
                    ArgType.MESSAGE_OUT,
                    ArgType.HEX),
            SystemCall.full(
                    299,
                    "recvmmsg",
                    MessageCalls::recvmmsg,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.UNSIGNED,
                    ArgType.HEX,
                    ArgType.TIMESPEC_IN),
            SystemCall.full(
                    307,
                    "sendmmsg",
                    MessageCalls::sendmmsg,
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.UNSIGNED,
                    ArgType.HEX));

    private MessageCalls() {}

    private static MessageHeader header(Task task, long address) {
        return MessageHeader.read(task.memory(), address);
    }

    private static long sendto(Task task, Args args) {
        return SocketCalls.use(task, args.i(0), socket -> {
            GuestBuffers source = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            byte[] name = args.n(4) == 0 ? new byte[0] : SocketAddresses.read(task.memory(), args.n(4), args.i(5));
            return MessageSending.send(task, socket, source, name, ControlMessages.Sent.NOTHING, args.i(3));
        });
    }

    private static long recvfrom(Task task, Args args) {
        return SocketCalls.use(task, args.i(0), socket -> {
            GuestBuffers target = GuestBuffers.range(task.memory(), args.n(1), args.n(2));
            return MessageReceiving.receive(task, socket, target, args.i(3), args.n(4), args.n(5));
        });
    }

    private static long sendmmsg(Task task, Args args) {
        int count = limited(args.i(2));
        return SocketCalls.use(
                task,
                args.i(0),
                socket -> several(
                        count,
                        at -> MessageSending.send(task, socket, header(task, place(args, at)), args.i(3)),
                        (at, bytes) -> task.memory().writeInt(place(args, at) + MessageHeader.SIZE, (int) bytes)));
    }

    private static long recvmmsg(Task task, Args args) {
        GuestMemory memory = task.memory();
        long timeout = args.n(4);
        long nanos = timeout == 0 ? Long.MAX_VALUE : Timeouts.timespec(memory, timeout);
        long deadline = timeout == 0 ? Sleeper.FOREVER : System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 4);
        boolean one = (args.i(3) & SocketType.MSG_WAITFORONE) != 0;
        int count = limited(args.i(2));
        try {
            return SocketCalls.use(
                    task,
                    args.i(0),
                    socket -> several(
                            count,
                            at -> {
                                if (at > 0 && System.nanoTime() - deadline >= 0 && deadline != Sleeper.FOREVER) {
                                    throw Errno.EAGAIN.exception();
                                }
                                int flags = args.i(3) & ~SocketType.MSG_WAITFORONE;
                                return MessageReceiving.receive(
                                        task,
                                        socket,
                                        header(task, place(args, at)),
                                        one && at > 0 ? flags | SocketType.MSG_DONTWAIT : flags);
                            },
                            (at, bytes) -> memory.writeInt(place(args, at) + MessageHeader.SIZE, (int) bytes)));
        } finally {
            if (timeout != 0) {
                Timeouts.writeBack(memory, timeout, deadline, nanos, false);
            }
        }
    }

    private static int limited(int count) {
        return count < 0 || count > GuestBuffers.UIO_MAXIOV ? GuestBuffers.UIO_MAXIOV : count;
    }

    private static long place(Args args, int index) {
        return args.n(1) + (long) index * MessageHeader.MULTIPLE;
    }

    /** One message of several. */
    private interface Step {
        long message(int index);
    }

    private interface Told {
        void length(int index, long bytes);
    }

    /** Stops at the first that fails, and tells of the failure only if it was the very first. */
    private static long several(int count, Step step, Told told) {
        int done = 0;
        try {
            for (; done < count; done++) {
                told.length(done, step.message(done));
            }
        } catch (ErrnoException e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }
}

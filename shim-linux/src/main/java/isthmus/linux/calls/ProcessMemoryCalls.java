package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.AddressSpace;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.util.List;

/** process_vm_readv(2) and process_vm_writev(2). */
final class ProcessMemoryCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(
                    310,
                    "process_vm_readv",
                    (t, a) -> copy(t, a, false),
                    ArgType.PID,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.HEX),
            SystemCall.full(
                    311,
                    "process_vm_writev",
                    (t, a) -> copy(t, a, true),
                    ArgType.PID,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.IOVEC,
                    ArgType.SIZE,
                    ArgType.HEX));

    private static final int CHUNK = 64 << 10;

    private ProcessMemoryCalls() {}

    private static long copy(Task task, Args args, boolean toRemote) {
        if (args.n(5) != 0) {
            throw Errno.EINVAL.exception();
        }
        GuestBuffers local = GuestBuffers.vector(task.memory(), args.n(1), args.n(2));
        long remoteVector = args.n(3);
        long remoteCount = args.n(4);
        if (local.total() == 0) {
            return 0;
        }
        Task target = Processes.task(task, args.i(0));
        AddressSpace space = target.addressSpace();
        if (space == null || !space.tryRetain()) {
            throw Errno.ESRCH.exception();
        }
        try {
            GuestBuffers remote = GuestBuffers.vector(task.memory(), space.memory(), remoteVector, remoteCount);
            Processes.checkInspect(task, target);
            return toRemote ? copy(local, remote) : copy(remote, local);
        } finally {
            space.release();
        }
    }

    /** Through a buffer, as nobody may hold on to the memory of two processes at a time. */
    private static long copy(GuestBuffers from, GuestBuffers to) {
        long length = Math.min(from.total(), to.total());
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, length));
        long done = 0;
        try {
            while (done < length) {
                int wanted = (int) Math.min(CHUNK, length - done);
                buffer.clear();
                long read = from.transfer(done, wanted, false, buffer::put);
                buffer.flip();
                long written = to.transfer(done, read, true, piece -> {
                    int part = piece.remaining();
                    piece.put(buffer.slice(buffer.position(), part));
                    buffer.position(buffer.position() + part);
                });
                done += written;
                if (written < wanted) {
                    break;
                }
            }
        } catch (ErrnoException e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }
}

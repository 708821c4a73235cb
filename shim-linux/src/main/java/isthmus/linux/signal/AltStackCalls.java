package isthmus.linux.signal;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import isthmus.linux.calls.Args;
import isthmus.linux.task.Task;

/** sigaltstack(2). */
final class AltStackCalls {
    private static final int BYTES = 24;

    private AltStackCalls() {}

    /** {@code sigaltstack(new, old)}: EFAULT, EINVAL, ENOMEM, EPERM. */
    static long sigaltstack(Task task, Args args) {
        GuestMemory memory = task.memory();
        AltStack old = task.signals().altStack();
        int state = old.state(task.registers().get(Registers.RSP));
        if (args.n(0) != 0) {
            long at = args.n(0);
            byte[] raw = memory.readBytes(at, BYTES);
            var fields = java.nio.ByteBuffer.wrap(raw).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            set(task, new AltStack(fields.getLong(0), fields.getInt(8), fields.getLong(16)), AltStack.MINSIGSTKSZ);
        }
        if (args.n(1) != 0) {
            memory.writeLong(args.n(1), old.base());
            memory.writeLong(args.n(1) + 8, Integer.toUnsignedLong(old.flags() & AltStack.SS_AUTODISARM | state));
            memory.writeLong(args.n(1) + 16, old.size());
        }
        return 0;
    }

    /** Sets the stack; EPERM while it is in use, EINVAL for bad flags, ENOMEM if it is too small. */
    static void set(Task task, AltStack wanted, long minimum) {
        AltStack now = task.signals().altStack();
        if (now.isActive(task.registers().get(Registers.RSP))) {
            throw Errno.EPERM.exception();
        }
        int mode = wanted.flags() & ~AltStack.SS_AUTODISARM;
        if (mode != AltStack.SS_DISABLE && mode != AltStack.SS_ONSTACK && mode != 0) {
            throw Errno.EINVAL.exception();
        }
        if (mode == AltStack.SS_DISABLE) {
            task.signals().setAltStack(new AltStack(0, wanted.flags(), 0));
        } else if (Long.compareUnsigned(wanted.size(), minimum) < 0) {
            throw Errno.ENOMEM.exception();
        } else {
            task.signals().setAltStack(wanted);
        }
    }
}

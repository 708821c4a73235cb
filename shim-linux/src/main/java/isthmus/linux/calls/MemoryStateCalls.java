package isthmus.linux.calls;

import static isthmus.linux.calls.ArgType.*;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.AddressSpace;
import isthmus.linux.task.PidFd;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.List;

/** The state of what is mapped: msync(2), mincore(2), madvise(2), mlock(2). */
final class MemoryStateCalls {
    static final List<SystemCall> ROWS = List.of(
            SystemCall.full(26, "msync", (t, a) -> msync(t, a.n(0), a.n(1), a.i(2)), ADDRESS, SIZE, HEX),
            SystemCall.full(27, "mincore", (t, a) -> mincore(t, a.n(0), a.n(1), a.n(2)), ADDRESS, SIZE, ADDRESS),
            SystemCall.full(28, "madvise", (t, a) -> madvise(t, a.n(0), a.n(1), a.i(2)), ADDRESS, SIZE, ADVICE),
            SystemCall.full(149, "mlock", (t, a) -> mlock(t, a.n(0), a.n(1), 0), ADDRESS, SIZE),
            SystemCall.full(150, "munlock", (t, a) -> munlock(t, a.n(0), a.n(1)), ADDRESS, SIZE),
            SystemCall.full(151, "mlockall", (t, a) -> mlockall(t, a.i(0)), HEX),
            SystemCall.full(152, "munlockall", (t, a) -> munlockall(t)),
            SystemCall.full(325, "mlock2", (t, a) -> mlock(t, a.n(0), a.n(1), a.i(2)), ADDRESS, SIZE, HEX),
            SystemCall.full(
                    440,
                    "process_madvise",
                    (t, a) -> processMadvise(t, a.i(0), a.n(1), a.n(2), a.i(3), a.i(4)),
                    FD,
                    IOVEC,
                    SIZE,
                    ADVICE,
                    HEX));

    private static final int MLOCK_ONFAULT = 1;
    private static final int MADV_WILLNEED = 3;
    private static final int MADV_COLD = 20;
    private static final int MADV_PAGEOUT = 21;
    private static final int MADV_COLLAPSE = 25;
    /** How many pages of mincore(2) are looked at in one go. */
    private static final long MINCORE_PAGES = 65536;

    private MemoryStateCalls() {}

    private static long msync(Task task, long address, long length, int flags) {
        task.addressSpace().view().msync(address, length, flags);
        return 0;
    }

    private static long mincore(Task task, long address, long length, long target) {
        if ((address & 4095) != 0) {
            throw Errno.EINVAL.exception();
        }
        long limit = task.kernel().platform().guestAddressLimit();
        if (address < 0 || length < 0 || address > limit || length > limit - address) {
            throw Errno.ENOMEM.exception();
        }
        long pages = length + 4095 >>> 12;
        for (long done = 0; done < pages; ) {
            int count = (int) Math.min(MINCORE_PAGES, pages - done);
            byte[] state = task.addressSpace().view().mincore(address + (done << 12), count);
            task.memory().write(target + done, state);
            done += count;
        }
        return 0;
    }

    private static long madvise(Task task, long address, long length, int advice) {
        task.addressSpace().madvise(address, length, advice);
        return 0;
    }

    private static long mlock(Task task, long address, long length, int flags) {
        if ((flags & ~MLOCK_ONFAULT) != 0) {
            throw Errno.EINVAL.exception();
        }
        task.addressSpace().locks().mlock(address, length, flags == 0);
        return 0;
    }

    private static long munlock(Task task, long address, long length) {
        task.addressSpace().locks().munlock(address, length);
        return 0;
    }

    private static long mlockall(Task task, int flags) {
        task.addressSpace().locks().mlockall(flags);
        return 0;
    }

    private static long munlockall(Task task) {
        task.addressSpace().locks().munlockall();
        return 0;
    }

    private static long processMadvise(Task task, int pidfd, long vector, long count, int advice, int flags) {
        if (flags != 0) {
            throw Errno.EINVAL.exception();
        }
        GuestBuffers ranges = GuestBuffers.vector(task.memory(), vector, count);
        OpenFile file = Descriptors.get(task, pidfd);
        try {
            if (!(file instanceof PidFd process)) {
                throw Errno.EBADF.exception();
            }
            return adviseProcess(task, process.process(), ranges, advice);
        } finally {
            file.release();
        }
    }

    private static long adviseProcess(Task task, ThreadGroup process, GuestBuffers ranges, int advice) {
        switch (advice) {
            case MADV_WILLNEED, MADV_COLD, MADV_PAGEOUT, MADV_COLLAPSE -> {}
            default -> throw Errno.EINVAL.exception();
        }
        Task target = process.leader();
        AddressSpace space = target == null ? null : target.addressSpace();
        if (space == null || !space.tryRetain()) {
            throw Errno.ESRCH.exception();
        }
        try {
            Processes.checkInspect(task, target);
            if (!task.credentials().has(Credentials.CAP_SYS_NICE)) {
                throw Errno.EPERM.exception();
            }
            ranges.forEach((address, length) -> space.madvise(address, length, advice));
            return ranges.total();
        } finally {
            space.release();
        }
    }
}

package isthmus.linux.calls;

import isthmus.core.Errno;
import isthmus.core.files.Credentials;
import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import isthmus.linux.task.TaskAttributes;
import isthmus.linux.task.ThreadGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * Scheduling (sched(7)). The host schedules the tasks: policies and priorities are kept and shown, and checked as Linux
 * does, but have no effect.
 */
public final class SchedulingCalls {
    private static final String KEPT = "checked and kept, but the host schedules as it likes";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.full(24, "sched_yield", (t, a) -> giveWay()),
            SystemCall.partial(
                    140, "getpriority", KEPT, (t, a) -> getpriority(t, a.i(0), a.i(1)), ArgType.INT, ArgType.PID),
            SystemCall.partial(
                    141,
                    "setpriority",
                    KEPT,
                    (t, a) -> setpriority(t, a.i(0), a.i(1), a.i(2)),
                    ArgType.INT,
                    ArgType.PID,
                    ArgType.INT),
            SystemCall.partial(
                    142,
                    "sched_setparam",
                    KEPT,
                    (t, a) -> setScheduler(t, a.i(0), -1, a.n(1)),
                    ArgType.PID,
                    ArgType.ADDRESS),
            SystemCall.partial(
                    143, "sched_getparam", KEPT, (t, a) -> getparam(t, a.i(0), a.n(1)), ArgType.PID, ArgType.ADDRESS),
            SystemCall.partial(
                    144,
                    "sched_setscheduler",
                    KEPT,
                    (t, a) -> {
                        if (a.i(1) < 0) {
                            throw Errno.EINVAL.exception();
                        }
                        return setScheduler(t, a.i(0), a.i(1), a.n(2));
                    },
                    ArgType.PID,
                    ArgType.INT,
                    ArgType.ADDRESS),
            SystemCall.partial(145, "sched_getscheduler", KEPT, (t, a) -> getScheduler(t, a.i(0)), ArgType.PID),
            SystemCall.full(146, "sched_get_priority_max", (t, a) -> priorityLimit(a.i(0), 99), ArgType.INT),
            SystemCall.full(147, "sched_get_priority_min", (t, a) -> priorityLimit(a.i(0), 1), ArgType.INT),
            SystemCall.full(
                    148,
                    "sched_rr_get_interval",
                    (t, a) -> interval(t, a.i(0), a.n(1)),
                    ArgType.PID,
                    ArgType.TIMESPEC_OUT),
            SystemCall.partial(
                    203,
                    "sched_setaffinity",
                    KEPT,
                    (t, a) -> setAffinity(t, a.i(0), a.i(1), a.n(2)),
                    ArgType.PID,
                    ArgType.SIZE,
                    ArgType.ADDRESS),
            SystemCall.partial(
                    204,
                    "sched_getaffinity",
                    KEPT,
                    (t, a) -> getAffinity(t, a.i(0), a.i(1), a.n(2)),
                    ArgType.PID,
                    ArgType.SIZE,
                    ArgType.ADDRESS),
            SystemCall.partial(
                    309,
                    "getcpu",
                    "always the first processor that the task may use",
                    SchedulingCalls::getcpu,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS),
            SystemCall.partial(
                    251,
                    "ioprio_set",
                    KEPT,
                    (t, a) -> ioprioSet(t, a.i(0), a.i(1), a.i(2)),
                    ArgType.INT,
                    ArgType.INT,
                    ArgType.INT),
            SystemCall.partial(
                    252, "ioprio_get", KEPT, (t, a) -> ioprioGet(t, a.i(0), a.i(1)), ArgType.INT, ArgType.INT));

    static final int SCHED_OTHER = 0, SCHED_FIFO = 1, SCHED_RR = 2, SCHED_BATCH = 3, SCHED_IDLE = 5;
    static final int SCHED_RESET_ON_FORK = 0x40000000;
    private static final int PRIO_PROCESS = 0, PRIO_PGRP = 1, PRIO_USER = 2;

    private SchedulingCalls() {}

    private static long giveWay() {
        Thread.yield();
        return 0;
    }

    // --- nice -------------------------------------------------------------------------------------------------------

    private static List<Task> selected(Task task, int which, int who) {
        List<Task> found = new ArrayList<>();
        switch (which) {
            case PRIO_PROCESS -> found.add(Processes.task(task, who));
            case PRIO_PGRP -> {
                var group = who == 0
                        ? task.group().processGroup()
                        : task.kernel().tree().pids().processGroup(who);
                if (group != null) {
                    for (ThreadGroup member : group.members()) {
                        found.addAll(List.of(member.tasks()));
                    }
                }
            }
            case PRIO_USER -> {
                int uid = who == 0 ? task.credentials().uid() : who;
                for (Task each : task.kernel().tree().pids().tasks()) {
                    Credentials of = each.credentials();
                    if (of != null && of.uid() == uid) {
                        found.add(each);
                    }
                }
            }
            default -> throw Errno.EINVAL.exception();
        }
        if (found.isEmpty()) {
            throw Errno.ESRCH.exception();
        }
        return found;
    }

    /** The raw call gives 20 minus the nice value, so that it is never negative. */
    private static long getpriority(Task task, int which, int who) {
        int best = 0;
        for (Task each : selected(task, which, who)) {
            best = Math.max(best, 20 - each.attributes().nice);
        }
        return best;
    }

    private static long setpriority(Task task, int which, int who, int value) {
        int nice = Math.max(-20, Math.min(19, value));
        Errno error = null;
        for (Task each : selected(task, which, who)) {
            Credentials mine = task.credentials();
            Credentials other = each.credentials();
            boolean owns = mine.euid() == other.euid() || mine.euid() == other.uid();
            if (!owns && !mine.has(Credentials.CAP_SYS_NICE)) {
                error = Errno.EPERM;
            } else if (nice < each.attributes().nice && !mayRaise(task, each, nice)) {
                error = Errno.EACCES;
            } else {
                each.attributes().nice = nice;
            }
        }
        if (error != null) {
            throw error.exception();
        }
        return 0;
    }

    static boolean mayRaise(Task task, Task target, int nice) {
        long limit = target.group().limits().soft(ResourceLimits.RLIMIT_NICE);
        return 20 - nice <= limit || task.credentials().has(Credentials.CAP_SYS_NICE);
    }

    // --- policies
    // -----------------------------------------------------------------------------------------------------

    static boolean isRealTime(int policy) {
        return policy == SCHED_FIFO || policy == SCHED_RR;
    }

    private static boolean isKnown(int policy) {
        return policy >= SCHED_OTHER && policy <= SCHED_BATCH || policy == SCHED_IDLE;
    }

    private static long setScheduler(Task task, int pid, int policyAndFlags, long address) {
        if (address == 0 || pid < 0) {
            throw Errno.EINVAL.exception();
        }
        int priority = task.memory().readInt(address);
        Task target = Processes.task(task, pid);
        TaskAttributes attributes = target.attributes();
        boolean keep = policyAndFlags < 0;
        int policy = keep ? attributes.policy : policyAndFlags & ~SCHED_RESET_ON_FORK;
        boolean reset = keep ? attributes.resetOnFork : (policyAndFlags & SCHED_RESET_ON_FORK) != 0;
        change(task, target, policy, priority, reset);
        return 0;
    }

    /** Checks and sets policy and priority. EINVAL, EPERM. */
    static void change(Task task, Task target, int policy, int priority, boolean reset) {
        boolean fits = isRealTime(policy) ? priority >= 1 && priority <= 99 : priority == 0;
        if (!isKnown(policy) || !fits) {
            throw Errno.EINVAL.exception();
        }
        if (!task.credentials().has(Credentials.CAP_SYS_NICE)) {
            checkUnprivileged(task, target, policy, priority, reset);
        }
        TaskAttributes attributes = target.attributes();
        attributes.policy = policy;
        attributes.realtimePriority = priority;
        attributes.resetOnFork = reset;
    }

    private static void checkUnprivileged(Task task, Task target, int policy, int priority, boolean reset) {
        TaskAttributes now = target.attributes();
        long limit = target.group().limits().soft(ResourceLimits.RLIMIT_RTPRIO);
        boolean realTime = isRealTime(policy)
                && (policy != now.policy && limit == 0 || priority > now.realtimePriority && priority > limit);
        boolean leavesIdle = now.policy == SCHED_IDLE && policy != SCHED_IDLE && !mayRaise(task, target, now.nice);
        if (realTime || leavesIdle || !Processes.ownsForScheduling(task, target) || now.resetOnFork && !reset) {
            throw Errno.EPERM.exception();
        }
    }

    private static long getScheduler(Task task, int pid) {
        if (pid < 0) {
            throw Errno.EINVAL.exception();
        }
        TaskAttributes attributes = Processes.task(task, pid).attributes();
        return attributes.policy | (attributes.resetOnFork ? SCHED_RESET_ON_FORK : 0);
    }

    private static long getparam(Task task, int pid, long address) {
        if (address == 0 || pid < 0) {
            throw Errno.EINVAL.exception();
        }
        task.memory().writeInt(address, Processes.task(task, pid).attributes().realtimePriority);
        return 0;
    }

    private static long priorityLimit(int policy, int ofRealTime) {
        if (isRealTime(policy)) {
            return ofRealTime;
        }
        if (isKnown(policy) || policy == 6) {
            return 0;
        }
        throw Errno.EINVAL.exception();
    }

    private static long interval(Task task, int pid, long address) {
        if (pid < 0) {
            throw Errno.EINVAL.exception();
        }
        int policy = Processes.task(task, pid).attributes().policy;
        Timeouts.writeTimespec(
                task.memory(), address, policy == SCHED_FIFO ? 0 : policy == SCHED_RR ? 100_000_000 : 4_000_000);
        return 0;
    }

    // --- processors
    // -----------------------------------------------------------------------------------------------------

    private static long setAffinity(Task task, int pid, int length, long address) {
        int words = task.kernel().affinityBytes() / 8;
        byte[] bytes = task.memory().readBytes(address, Math.min(length < 0 ? 8 * words : length, 8 * words));
        long[] wanted = new long[words];
        for (int i = 0; i < bytes.length; i++) {
            wanted[i / 8] |= (bytes[i] & 0xffL) << 8 * (i % 8);
        }
        Task target = Processes.task(task, pid);
        if (!Processes.ownsForScheduling(task, target)) {
            throw Errno.EPERM.exception();
        }
        long[] all = task.kernel().allProcessors();
        long any = 0;
        for (int i = 0; i < words; i++) {
            wanted[i] &= all[i];
            any |= wanted[i];
        }
        if (any == 0) {
            throw Errno.EINVAL.exception();
        }
        if ((wanted[0] & all[0] & 1) == 0) {
            task.kernel().vdso().processorsDiffer();
        }
        target.attributes().affinity = wanted;
        return 0;
    }

    private static long[] affinity(Task task) {
        long[] own = task.attributes().affinity;
        return own != null ? own : task.kernel().allProcessors();
    }

    /** Returns how many bytes were written, as the raw call does. */
    private static long getAffinity(Task task, int pid, int length, long address) {
        int bytes = task.kernel().affinityBytes();
        if (Integer.toUnsignedLong(length) * 8 < task.kernel().processors() || (length & 7) != 0) {
            throw Errno.EINVAL.exception();
        }
        long[] mask = affinity(Processes.task(task, pid));
        int written = length < 0 ? bytes : Math.min(bytes, length);
        for (int i = 0; i < written / 8; i++) {
            task.memory().writeLong(address + 8L * i, mask[i]);
        }
        return written;
    }

    private static long getcpu(Task task, Args args) {
        GuestMemory memory = task.memory();
        if (args.n(0) != 0) {
            int first = 0;
            for (long word : affinity(task)) {
                if (word != 0) {
                    first += Long.numberOfTrailingZeros(word);
                    break;
                }
                first += 64;
            }
            memory.writeInt(args.n(0), first);
        }
        if (args.n(1) != 0) {
            memory.writeInt(args.n(1), 0);
        }
        return 0;
    }

    // --- input and output
    // ---------------------------------------------------------------------------------------------

    private static List<Task> ioSelected(Task task, int which, int who) {
        if (which < 1 || which > 3) {
            throw Errno.EINVAL.exception();
        }
        return selected(task, which - 1, who);
    }

    private static long ioprioSet(Task task, int which, int who, int priority) {
        int level = priority & 0x1fff;
        switch (priority >> 13) {
            case 1 -> {
                if (!task.credentials().has(Credentials.CAP_SYS_ADMIN)
                        && !task.credentials().has(Credentials.CAP_SYS_NICE)) {
                    throw Errno.EPERM.exception();
                }
                if (level > 7) {
                    throw Errno.EINVAL.exception();
                }
            }
            case 2 -> {
                if (level > 7) {
                    throw Errno.EINVAL.exception();
                }
            }
            case 3 -> {}
            case 0 -> {
                if (level != 0) {
                    throw Errno.EINVAL.exception();
                }
            }
            default -> throw Errno.EINVAL.exception();
        }
        for (Task each : ioSelected(task, which, who)) {
            if (each.credentials().uid() != task.credentials().euid()
                    && each.credentials().uid() != task.credentials().uid()
                    && !task.credentials().has(Credentials.CAP_SYS_NICE)) {
                throw Errno.EPERM.exception();
            }
            each.attributes().ioPriority = priority;
        }
        return 0;
    }

    private static long ioprioGet(Task task, int which, int who) {
        int best = -1;
        for (Task each : ioSelected(task, which, who)) {
            int priority = each.attributes().ioPriority;
            int effective = priority >> 13 == 0 ? 2 << 13 | 4 : priority;
            best = best == -1 ? effective : Math.min(best, effective);
        }
        return best;
    }
}

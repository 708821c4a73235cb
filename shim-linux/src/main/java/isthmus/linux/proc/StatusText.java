package isthmus.linux.proc;

import isthmus.core.files.Credentials;
import isthmus.core.files.FsContext;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MemoryUsage;
import isthmus.linux.Kernel;
import isthmus.linux.signal.SignalHandlers;
import isthmus.linux.task.Limit;
import isthmus.linux.task.ProcessGroup;
import isthmus.linux.task.ProgramImage;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Session;
import isthmus.linux.task.Task;
import isthmus.linux.task.ThreadGroup;
import java.util.Locale;

/** /proc/PID/stat, status, statm and limits. */
final class StatusText {
    private static final MemoryUsage NONE = new MemoryUsage(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final String[] LIMITS = {
        "Max cpu time|seconds", "Max file size|bytes", "Max data size|bytes", "Max stack size|bytes",
        "Max core file size|bytes", "Max resident set|bytes", "Max processes|processes", "Max open files|files",
        "Max locked memory|bytes", "Max address space|bytes", "Max file locks|locks", "Max pending signals|signals",
        "Max msgqueue size|bytes", "Max nice priority|", "Max realtime priority|", "Max realtime timeout|us"
    };

    private StatusText() {}

    private static char state(ThreadGroup process, Task task) {
        if (process.isZombie() || task == null) {
            return 'Z';
        }
        if (task.signals().isStopped()) {
            return 'T';
        }
        return task == Task.current() || task.currentCall() < 0 ? 'R' : 'S';
    }

    private static MemoryUsage usage(Task task) {
        AddressSpace space = task == null ? null : task.addressSpace();
        if (space == null || !space.tryRetain()) {
            return NONE;
        }
        try {
            return space.view().usage();
        } finally {
            space.release();
        }
    }

    private static int parent(ThreadGroup process) {
        ThreadGroup parent = process.parent();
        return parent == null ? 0 : parent.pid();
    }

    static String stat(Kernel kernel, ThreadGroup process, Task task) {
        ProcessGroup group = process.processGroup();
        Session session = process.session();
        MemoryUsage memory = usage(task);
        ProgramImage image = process.image();
        long[] values = new long[52];
        values[3] = parent(process);
        values[4] = group == null ? 0 : group.id();
        values[5] = session == null ? 0 : session.id();
        values[7] = -1;
        values[9] = process.times().minorFaults();
        values[10] = process.waitedChildren().minorFaults();
        values[13] = process.times().user() / SystemText.TICK_NANOS;
        values[14] = process.times().system() / SystemText.TICK_NANOS;
        values[15] = process.waitedChildren().user() / SystemText.TICK_NANOS;
        values[16] = process.waitedChildren().system() / SystemText.TICK_NANOS;
        values[17] = 20;
        values[19] = process.tasks().length;
        values[21] = task == null ? 0 : task.startTime() / SystemText.TICK_NANOS;
        values[22] = memory.total();
        values[23] = memory.resident() / 4096;
        values[24] = -1;
        if (image != null) {
            values[25] = image.codeStart();
            values[26] = image.codeEnd();
            values[27] = image.stackStart();
            values[44] = image.dataStart();
            values[45] = image.dataEnd();
            values[46] = image.breakStart();
            values[47] = image.argumentsStart();
            values[48] = image.argumentsEnd();
            values[49] = image.environmentStart();
            values[50] = image.environmentEnd();
        }
        values[37] = 17;
        String name = task == null ? "" : task.name();
        StringBuilder text = new StringBuilder()
                .append(task == null ? process.pid() : task.tid())
                .append(" (")
                .append(name)
                .append(") ")
                .append(state(process, task));
        for (int i = 3; i < values.length; i++) {
            text.append(' ').append(i == 24 ? "18446744073709551615" : String.valueOf(values[i]));
        }
        return text.append('\n').toString();
    }

    static String statm(Task task) {
        MemoryUsage memory = usage(task);
        return memory.total() / 4096 + " " + memory.resident() / 4096 + " "
                + (memory.residentFile() + memory.residentShared()) / 4096 + " " + memory.executable() / 4096 + " 0 "
                + (memory.data() + memory.stack()) / 4096 + " 0\n";
    }

    static String status(Kernel kernel, ThreadGroup process, Task task) {
        StringBuilder text = new StringBuilder();
        char state = state(process, task);
        String word = switch (state) {
            case 'Z' -> "zombie";
            case 'T' -> "stopped";
            case 'R' -> "running";
            default -> "sleeping";
        };
        line(text, "Name", task == null ? "" : task.name().replace("\\", "\\\\").replace("\n", "\\n"));
        FsContext places = task == null ? null : task.fs();
        line(text, "Umask", String.format(Locale.ROOT, "%04o", places == null ? 022 : places.umask()));
        line(text, "State", state + " (" + word + ")");
        line(text, "Tgid", process.pid());
        line(text, "Ngid", 0);
        line(text, "Pid", task == null ? process.pid() : task.tid());
        line(text, "PPid", parent(process));
        line(text, "TracerPid", 0);
        if (task != null && task.credentials() != null) {
            identity(text, task.credentials());
        }
        line(text, "FDSize", task == null || task.files() == null ? 0 : 64);
        if (task != null) {
            groups(text, task.credentials());
        }
        if (!process.isZombie()) {
            memory(text, usage(task));
        }
        line(text, "Threads", process.tasks().length);
        if (task != null) {
            signals(text, process, task);
            capabilities(text, task.credentials());
        }
        line(text, "Speculation_Store_Bypass", "vulnerable");
        line(text, "Cpus_allowed", Long.toHexString((1L << Math.min(63, kernel.processors())) - 1));
        line(
                text,
                "Cpus_allowed_list",
                MachineText.processorRange(kernel.processors()).strip());
        line(text, "Mems_allowed", "1");
        line(text, "Mems_allowed_list", "0");
        line(text, "voluntary_ctxt_switches", process.times().voluntarySwitches());
        line(text, "nonvoluntary_ctxt_switches", process.times().involuntarySwitches());
        return text.toString();
    }

    private static void identity(StringBuilder text, Credentials c) {
        line(
                text,
                "Uid",
                unsigned(c.uid()) + "\t" + unsigned(c.euid()) + "\t" + unsigned(c.suid()) + "\t" + unsigned(c.fsuid()));
        line(
                text,
                "Gid",
                unsigned(c.gid()) + "\t" + unsigned(c.egid()) + "\t" + unsigned(c.sgid()) + "\t" + unsigned(c.fsgid()));
    }

    private static String unsigned(int id) {
        return Integer.toUnsignedString(id);
    }

    private static void groups(StringBuilder text, Credentials credentials) {
        StringBuilder list = new StringBuilder();
        for (int group : credentials.groups()) {
            list.append(unsigned(group)).append(' ');
        }
        line(text, "Groups", list.append(' ').toString().stripTrailing() + " ");
    }

    private static void memory(StringBuilder text, MemoryUsage memory) {
        kilobytes(text, "VmPeak", memory.peak());
        kilobytes(text, "VmSize", memory.total());
        kilobytes(text, "VmLck", memory.locked());
        kilobytes(text, "VmPin", 0);
        kilobytes(text, "VmHWM", memory.resident());
        kilobytes(text, "VmRSS", memory.resident());
        kilobytes(text, "RssAnon", memory.residentAnonymous());
        kilobytes(text, "RssFile", memory.residentFile());
        kilobytes(text, "RssShmem", memory.residentShared());
        kilobytes(text, "VmData", memory.data());
        kilobytes(text, "VmStk", memory.stack());
        kilobytes(text, "VmExe", memory.executable());
        kilobytes(text, "VmLib", 0);
        kilobytes(text, "VmPTE", 0);
        kilobytes(text, "VmSwap", 0);
    }

    private static void signals(StringBuilder text, ThreadGroup process, Task task) {
        SignalHandlers handlers = process.signals().handlers();
        int queued = process.kernel().pendingSignals().count(task.credentials().uid());
        line(text, "SigQ", queued + "/" + process.limits().soft(ResourceLimits.RLIMIT_SIGPENDING));
        mask(text, "SigPnd", task.signals().pendingSet() & ~process.signals().pendingSet());
        mask(text, "ShdPnd", process.signals().pendingSet());
        mask(text, "SigBlk", task.signals().blocked());
        mask(text, "SigIgn", handlers.ignoredSet());
        mask(text, "SigCgt", handlers.caughtSet());
    }

    private static void capabilities(StringBuilder text, Credentials c) {
        mask(text, "CapInh", c.inheritable());
        mask(text, "CapPrm", c.permitted());
        mask(text, "CapEff", c.effective());
        mask(text, "CapBnd", c.bounding());
        mask(text, "CapAmb", c.ambient());
        line(text, "NoNewPrivs", 0);
        line(text, "Seccomp", 0);
        line(text, "Seccomp_filters", 0);
    }

    private static void mask(StringBuilder text, String name, long bits) {
        line(text, name, String.format(Locale.ROOT, "%016x", bits));
    }

    private static void kilobytes(StringBuilder text, String name, long bytes) {
        text.append(String.format(Locale.ROOT, "%s:\t%8d kB\n", name, bytes / 1024));
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(":\t").append(value).append('\n');
    }

    static String limits(ThreadGroup process) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units"));
        for (int i = 0; i < LIMITS.length; i++) {
            int bar = LIMITS[i].indexOf('|');
            Limit limit = process.limits().get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%-25s %-20s %-20s %-10s\n",
                    LIMITS[i].substring(0, bar),
                    amount(limit.soft()),
                    amount(limit.hard()),
                    LIMITS[i].substring(bar + 1)));
        }
        return text.toString();
    }

    private static String amount(long value) {
        return value == Limit.INFINITY ? "unlimited" : Long.toUnsignedString(value);
    }
}

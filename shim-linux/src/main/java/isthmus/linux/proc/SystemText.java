package isthmus.linux.proc;

import isthmus.linux.Kernel;
import isthmus.linux.UtsNames;
import isthmus.linux.pseudo.PseudoDirectory;
import isthmus.linux.task.ThreadGroup;
import java.util.Locale;

/** The files directly in /proc. */
final class SystemText {
    private static final long NANOS = 1_000_000_000L;
    /** Ticks of a hundredth of a second, {@code USER_HZ}. */
    static final long TICK_NANOS = NANOS / 100;

    private SystemText() {}

    static void fill(PseudoDirectory root, Kernel kernel) {
        root.file("cpuinfo", reader -> MachineText.cpuinfo(kernel.platform().host(), kernel.processors()));
        root.file(
                "meminfo",
                reader -> MachineText.meminfo(
                        kernel.memoryLimit(), kernel.memory().residentBytes()));
        root.file("version", reader -> "Linux version " + UtsNames.RELEASE + " (isthmus) " + UtsNames.VERSION + "\n");
        root.file("uptime", reader -> {
            double up = kernel.uptimeNanos() / 1e9;
            return String.format(Locale.ROOT, "%.2f %.2f\n", up, up * kernel.processors());
        });
        root.file("loadavg", reader -> loadavg(kernel));
        root.file("stat", reader -> stat(kernel));
        root.file(
                "filesystems",
                reader -> "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\tdevpts\nnodev\toverlay\n");
        root.file("cmdline", reader -> "isthmus\n");
        root.file("swaps", reader -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
        root.file(
                "devices",
                reader ->
                        "Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/console\n  5 /dev/ptmx\n136 pts\n\nBlock devices:\n");
        root.file("cgroups", reader -> "#subsys_name\thierarchy\tnum_cgroups\tenabled\n");
        root.file("partitions", reader -> "major minor  #blocks  name\n\n");
        root.file("diskstats", reader -> "");
        root.file("modules", reader -> "");
        root.file("interrupts", reader -> "");
        root.file("vmstat", reader -> "nr_free_pages " + kernel.memoryLimit() / 4096 + "\npgfault 0\npgmajfault 0\n");
        root.file("misc", reader -> "");
        root.file("locks", reader -> "");
    }

    private static String loadavg(Kernel kernel) {
        int running = 0;
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            running += process.isZombie() ? 0 : 1;
        }
        return "0.00 0.00 0.00 1/" + running + " " + kernel.tree().pids().last() + "\n";
    }

    private static String stat(Kernel kernel) {
        long user = 0;
        long system = 0;
        for (ThreadGroup process : kernel.tree().pids().processes()) {
            user += process.times().user();
            system += process.times().system();
        }
        long up = kernel.uptimeNanos() / TICK_NANOS;
        int processors = kernel.processors();
        long idle = Math.max(0, up * processors - (user + system) / TICK_NANOS);
        StringBuilder text = new StringBuilder("cpu  ");
        times(text, user, system, idle);
        for (int i = 0; i < processors; i++) {
            times(text.append("cpu").append(i).append(' '), user / processors, system / processors, idle / processors);
        }
        long boot = (kernel.clocks().realtime() - kernel.uptimeNanos()) / NANOS;
        return text.append("intr 0\nctxt 0\nbtime ")
                .append(boot)
                .append("\nprocesses ")
                .append(kernel.tree().pids().last())
                .append("\nprocs_running 1\nprocs_blocked 0\n")
                .toString();
    }

    private static void times(StringBuilder text, long user, long system, long idle) {
        text.append(user / TICK_NANOS)
                .append(" 0 ")
                .append(system / TICK_NANOS)
                .append(' ')
                .append(idle)
                .append(" 0 0 0 0 0 0\n");
    }
}

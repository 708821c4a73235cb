package isthmus.linux.proc;

import isthmus.core.south.HostInfo;
import java.util.HexFormat;
import java.util.Locale;

/** The texts of /proc that tell about the machine. */
final class MachineText {
    private MachineText() {}

    /** /proc/cpuinfo. */
    static String cpuinfo(HostInfo host, int processors) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < processors; i++) {
            line(text, "processor\t", i);
            line(text, "vendor_id\t", host.vendor());
            line(text, "cpu family\t", host.family());
            line(text, "model\t\t", host.model());
            line(text, "model name\t", host.modelName());
            line(text, "stepping\t", host.stepping());
            line(text, "cpu MHz\t\t", String.format(Locale.ROOT, "%.3f", host.megahertz()));
            line(text, "physical id\t", 0);
            line(text, "siblings\t", processors);
            line(text, "core id\t\t", i);
            line(text, "cpu cores\t", processors);
            line(text, "apicid\t\t", i);
            line(text, "fpu\t\t", "yes");
            line(text, "fpu_exception\t", "yes");
            line(text, "wp\t\t", "yes");
            line(text, "flags\t\t", String.join(" ", host.flags()));
            line(text, "bogomips\t", String.format(Locale.ROOT, "%.2f", host.megahertz() * 2));
            line(text, "clflush size\t", 64);
            line(text, "cache_alignment\t", 64);
            line(text, "address sizes\t", "48 bits physical, 48 bits virtual");
            text.append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    /** /proc/meminfo; both arguments in bytes. */
    static String meminfo(long total, long used) {
        long free = Math.max(0, total - used);
        StringBuilder text = new StringBuilder();
        kilobytes(text, "MemTotal", total);
        kilobytes(text, "MemFree", free);
        kilobytes(text, "MemAvailable", free);
        for (String name : new String[] {"Buffers", "Cached", "SwapCached"}) {
            kilobytes(text, name, 0);
        }
        kilobytes(text, "Active", used);
        kilobytes(text, "Inactive", 0);
        kilobytes(text, "SwapTotal", 0);
        kilobytes(text, "SwapFree", 0);
        kilobytes(text, "Dirty", 0);
        kilobytes(text, "Writeback", 0);
        kilobytes(text, "AnonPages", used);
        kilobytes(text, "Mapped", 0);
        kilobytes(text, "Shmem", 0);
        kilobytes(text, "CommitLimit", total);
        kilobytes(text, "Committed_AS", used);
        kilobytes(text, "VmallocTotal", 34359738367L * 1024);
        text.append("HugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n");
        return text.toString();
    }

    private static void kilobytes(StringBuilder text, String name, long bytes) {
        text.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", bytes / 1024));
    }

    /** /sys/devices/system/node/node0/meminfo; both arguments in bytes. */
    static String nodeMeminfo(long total, long used) {
        StringBuilder text = new StringBuilder();
        kilobytes(text.append("Node 0 "), "MemTotal", total);
        kilobytes(text.append("Node 0 "), "MemFree", Math.max(0, total - used));
        kilobytes(text.append("Node 0 "), "MemUsed", Math.min(total, used));
        return text.toString();
    }

    /** Processors from {@code first} to before {@code end} of so many, as in /sys/devices/system/node/node0/cpumap: 32 bits to a group. */
    static String processorMask(int processors, int first, int end) {
        StringBuilder text = new StringBuilder();
        for (int start = (processors - 1) / Integer.SIZE * Integer.SIZE; start >= 0; start -= Integer.SIZE) {
            long mask = 0;
            for (int i = Math.max(first, start); i < Math.min(end, start + Integer.SIZE); i++) {
                mask |= 1L << i - start;
            }
            int digits = (Math.min(Integer.SIZE, processors - start) + 3) / 4;
            text.append(HexFormat.of().toHexDigits(mask, digits)).append(start > 0 ? ',' : '\n');
        }
        return text.toString();
    }

    /** The range of processors, as in /sys/devices/system/cpu/online. */
    static String processorRange(int processors) {
        return (processors == 1 ? "0" : "0-" + (processors - 1)) + "\n";
    }
}

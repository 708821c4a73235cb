package isthmus.linux.proc;

import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.Mapping;
import isthmus.core.memory.MappingName;
import isthmus.core.memory.MemoryUsage;
import isthmus.core.south.Protection;
import isthmus.linux.task.Task;
import isthmus.linux.vdso.Vdso;
import java.util.List;
import java.util.Locale;

/** /proc/PID/maps, smaps and smaps_rollup. */
final class MapsText {
    private static final int NAME_COLUMN = 73;

    private MapsText() {}

    static String maps(Task task, boolean withUsage) {
        AddressSpace space = task.addressSpace();
        if (space == null || !space.tryRetain()) {
            return "";
        }
        try {
            StringBuilder text = new StringBuilder();
            for (Mapping mapping : space.view().mappings()) {
                line(text, mapping);
                if (withUsage) {
                    usage(text, mapping, space.view().usage(mapping.start(), mapping.end()));
                }
            }
            return text.toString();
        } finally {
            space.release();
        }
    }

    private static void line(StringBuilder text, Mapping mapping) {
        int start = text.length();
        int p = mapping.protection();
        MappingName name = mapping.name();
        text.append(hex(mapping.start())).append('-').append(hex(mapping.end())).append(' ');
        text.append((p & Protection.READ) != 0 ? 'r' : '-');
        text.append((p & Protection.WRITE) != 0 ? 'w' : '-');
        text.append((p & Protection.EXEC) != 0 ? 'x' : '-');
        boolean vdso = Vdso.isNameOf(name); // Linux shows it as if each process had its own
        text.append(mapping.shared() && !vdso ? 's' : 'p');
        text.append(String.format(Locale.ROOT, " %08x ", vdso ? 0 : mapping.offset()));
        text.append(ProcTree.device(name == null ? 0 : name.device()));
        text.append(' ').append(name == null ? 0 : name.inode());
        if (name != null) {
            pad(text, start);
            text.append(name.text().replace("\n", "\\012"));
        } else {
            text.append(' ');
        }
        text.append('\n');
    }

    private static void pad(StringBuilder text, int start) {
        do {
            text.append(' ');
        } while (text.length() - start < NAME_COLUMN);
    }

    private static String hex(long address) {
        return String.format(Locale.ROOT, "%08x", address);
    }

    static String rollup(Task task) {
        AddressSpace space = task.addressSpace();
        if (space == null || !space.tryRetain()) {
            return "";
        }
        try {
            List<Mapping> all = space.view().mappings();
            if (all.isEmpty()) {
                return "";
            }
            StringBuilder text = new StringBuilder();
            int start = text.length();
            text.append(hex(all.getFirst().start()))
                    .append('-')
                    .append(hex(all.getLast().end()))
                    .append(" ---p 00000000 00:00 0");
            pad(text, start);
            text.append("[rollup]\n");
            numbers(text, space.view().usage());
            return text.toString();
        } finally {
            space.release();
        }
    }

    private static void usage(StringBuilder text, Mapping mapping, MemoryUsage usage) {
        kilobytes(text, "Size", mapping.end() - mapping.start());
        text.append("KernelPageSize:        4 kB\nMMUPageSize:           4 kB\n");
        numbers(text, usage);
        text.append("VmFlags: ")
                .append((mapping.protection() & Protection.READ) != 0 ? "rd " : "")
                .append((mapping.protection() & Protection.WRITE) != 0 ? "wr " : "")
                .append((mapping.protection() & Protection.EXEC) != 0 ? "ex " : "")
                .append(mapping.shared() ? "sh " : "")
                .append("mr mw me\n");
    }

    private static void numbers(StringBuilder text, MemoryUsage usage) {
        kilobytes(text, "Rss", usage.resident());
        kilobytes(text, "Pss", usage.resident());
        kilobytes(text, "Shared_Clean", usage.residentFile());
        kilobytes(text, "Shared_Dirty", usage.residentShared());
        kilobytes(text, "Private_Clean", 0);
        kilobytes(text, "Private_Dirty", usage.residentAnonymous());
        kilobytes(text, "Referenced", usage.resident());
        kilobytes(text, "Anonymous", usage.residentAnonymous());
        kilobytes(text, "AnonHugePages", 0);
        kilobytes(text, "Swap", 0);
        kilobytes(text, "Locked", usage.locked());
    }

    private static void kilobytes(StringBuilder text, String name, long bytes) {
        text.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", bytes / 1024));
    }
}

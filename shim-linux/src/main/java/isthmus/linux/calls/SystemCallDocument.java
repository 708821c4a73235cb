package isthmus.linux.calls;

import java.util.EnumMap;
import java.util.Map;

/** {@code docs/syscalls.md}: which system calls there are and how well each is supported. */
public final class SystemCallDocument {
    private static final int LAST = 511;

    private SystemCallDocument() {}

    /** The whole text. */
    public static String text(SystemCallTable table) {
        Map<Support, Integer> counts = new EnumMap<>(Support.class);
        StringBuilder rows = new StringBuilder();
        for (int number = 0; number <= LAST; number++) {
            SystemCall call = table.get(number);
            if (call != null) {
                counts.merge(call.support(), 1, Integer::sum);
                rows.append("| ")
                        .append(number)
                        .append(" | `")
                        .append(call.name())
                        .append("` | ");
                rows.append(word(call.support()))
                        .append(" | ")
                        .append(call.note().replace("|", "\\|"))
                        .append(" |\n");
            }
        }
        return "# System calls\n\nGenerated from the system call table by `SystemCallDocumentTest`; do not edit.\n\n"
                + counts.getOrDefault(Support.FULL, 0) + " calls are supported, "
                + counts.getOrDefault(Support.PARTIAL, 0) + " in part, "
                + counts.getOrDefault(Support.REFUSED, 0) + " are always refused, as Linux may, "
                + counts.getOrDefault(Support.UNNEEDED, 0) + " are not there and not missed, and "
                + counts.getOrDefault(Support.NONE, 0)
                + " are not there: they return `ENOSYS`, and the trace says so.\n\n| number | name | support | note |\n|---|---|---|---|\n"
                + rows;
    }

    private static String word(Support support) {
        return switch (support) {
            case FULL -> "yes";
            case PARTIAL -> "in part";
            case REFUSED -> "refused";
            case UNNEEDED -> "not needed";
            case NONE -> "no";
        };
    }
}

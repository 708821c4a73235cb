package isthmus.linux.trace;

import isthmus.core.Errno;
import isthmus.linux.signal.Signal;
import java.util.HashMap;
import java.util.Map;

/** Numbers by the names that the manual pages give them. */
final class Names {
    private static final Map<Integer, String> ERRORS = new HashMap<>();

    static {
        for (Errno errno : Errno.values()) {
            ERRORS.put(errno.number(), errno.name());
        }
    }

    private Names() {}

    static String hex(long value) {
        return value == 0 ? "0" : "0x" + Long.toHexString(value);
    }

    static String pointer(long value) {
        return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
    }

    static String error(long number) {
        return ERRORS.getOrDefault((int) number, "E" + number);
    }

    static String signal(long number) {
        return Signal.name((int) number);
    }

    static String signalCode(long code) {
        return switch ((int) code) {
            case 0 -> "SI_USER";
            case 0x80 -> "SI_KERNEL";
            case -1 -> "SI_QUEUE";
            case -2 -> "SI_TIMER";
            case -6 -> "SI_TKILL";
            default -> String.valueOf(code);
        };
    }

    /** A set of flags: {@code names} are NAME=value pairs, tried in order; what has no name is shown in hex. */
    static String flags(long value, String zero, Flag... names) {
        if (value == 0) {
            return zero;
        }
        StringBuilder text = new StringBuilder();
        long rest = value;
        for (Flag flag : names) {
            if (flag.bits() != 0 && (rest & flag.bits()) == flag.bits()) {
                text.append(text.isEmpty() ? "" : "|").append(flag.name());
                rest &= ~flag.bits();
            }
        }
        if (rest != 0) {
            text.append(text.isEmpty() ? "" : "|").append(hex(rest));
        }
        return text.toString();
    }

    /** One of several values. */
    static String value(long value, Flag... names) {
        for (Flag flag : names) {
            if (flag.bits() == value) {
                return flag.name();
            }
        }
        return hex(value);
    }

    /** A name for bits. */
    record Flag(String name, long bits) {}

    /** Reads {@code NAME value} pairs; values in C's notation. */
    static Flag[] table(String pairs) {
        String[] words = pairs.strip().split("\\s+");
        Flag[] flags = new Flag[words.length / 2];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = new Flag(words[2 * i], Long.decode(words[2 * i + 1]));
        }
        return flags;
    }
}

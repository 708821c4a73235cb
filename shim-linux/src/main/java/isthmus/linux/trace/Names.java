package isthmus.linux.trace;

import isthmus.core.Errno;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import java.util.HashMap;
import java.util.List;
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

    /** What {@code si_code} says: sigaction(2). */
    static String signalCode(long signal, long code) {
        return switch ((int) code) {
            case SigInfo.SI_USER -> "SI_USER";
            case SigInfo.SI_KERNEL -> "SI_KERNEL";
            case SigInfo.SI_QUEUE -> "SI_QUEUE";
            case SigInfo.SI_TIMER -> "SI_TIMER";
            case SigInfo.SI_MESGQ -> "SI_MESGQ";
            case SigInfo.SI_ASYNCIO -> "SI_ASYNCIO";
            case SigInfo.SI_SIGIO -> "SI_SIGIO";
            case SigInfo.SI_TKILL -> "SI_TKILL";
            default -> ofSignal((int) signal, code);
        };
    }

    private static String ofSignal(int signal, long code) {
        List<String> names = switch (signal) {
            case Signal.SIGCHLD ->
                List.of("CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED");
            case Signal.SIGSEGV -> List.of("SEGV_MAPERR", "SEGV_ACCERR");
            case Signal.SIGBUS -> List.of("BUS_ADRALN", "BUS_ADRERR", "BUS_OBJERR");
            case Signal.SIGFPE ->
                List.of(
                        "FPE_INTDIV",
                        "FPE_INTOVF",
                        "FPE_FLTDIV",
                        "FPE_FLTOVF",
                        "FPE_FLTUND",
                        "FPE_FLTRES",
                        "FPE_FLTINV",
                        "FPE_FLTSUB");
            case Signal.SIGILL ->
                List.of(
                        "ILL_ILLOPC",
                        "ILL_ILLOPN",
                        "ILL_ILLADR",
                        "ILL_ILLTRP",
                        "ILL_PRVOPC",
                        "ILL_PRVREG",
                        "ILL_COPROC",
                        "ILL_BADSTK");
            case Signal.SIGTRAP -> List.of("TRAP_BRKPT", "TRAP_TRACE");
            default -> List.of();
        };
        return code > 0 && code <= names.size() ? names.get((int) code - 1) : String.valueOf(code);
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

package isthmus.app.record;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users write and read them. */
public final class Units {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)(ns|us|µs|μs|ms|s|min)");
    private static final long MICRO = 1_000, MILLI = 1_000_000, SECOND = 1_000_000_000;

    private Units() {}

    /** Nanoseconds of {@code 1.5ms} and the like; -1 if it is none. */
    static long nanos(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        long unit = switch (matcher.group(2)) {
            case "ns" -> 1;
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "min" -> 60 * SECOND;
            default -> MICRO;
        };
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        return nanos.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    /** A duration with three digits or more: {@code 850 ns}, {@code 12.3 µs}, {@code 1.25 s}. */
    public static String duration(long nanos) {
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        if (nanos < MILLI) {
            return scaled(nanos, MICRO) + " µs";
        }
        return nanos < SECOND ? scaled(nanos, MILLI) + " ms" : scaled(nanos, SECOND) + " s";
    }

    private static String scaled(long nanos, long unit) {
        long whole = nanos / unit;
        if (whole >= 100) {
            return String.valueOf(whole);
        }
        long part = nanos % unit * (whole >= 10 ? 10 : 100) / unit;
        return whole + "." + (whole >= 10 || part >= 10 ? "" : "0") + part;
    }
}

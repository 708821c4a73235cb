package isthmus.linux.trace;

import isthmus.linux.calls.ArgType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Looks for a word in what {@link CallText} would show of a call, without making that text where the word cannot be in it.
 * The case of ASCII letters does not matter. Not safe for several threads.
 */
public final class CallSearch {
    private static final String DECIMAL = "-0123456789", HEX = "0123456789abcdefxnull", STRUCT = "{}[]=_., 0123456789-";
    private static final int CALLS = 512, ERRORS = 4096, MEMO = 1 << 10;
    /** What strings are shown with that is not in their bytes. */
    private static final String ESCAPES = "\"\\ntr01234567.";

    private static final byte UNKNOWN = 0, NO = 1, YES = 2;

    private final TextSearch search;
    /** Whether it could stand partly in one argument and partly in the next. */
    private final boolean spans;
    /** Then: looks for its longest part that lies within one argument; else null. */
    private final CallSearch part;
    /** Whether it can be found in the bytes of a string as well as in the string with quotes and escapes. */
    private final boolean plain;

    private final boolean decimal;
    private final boolean hex;
    /** Types whose text is made of few characters, of which the word has others. */
    private final boolean[] never = new boolean[ArgType.values().length];

    private final byte[] names = new byte[CALLS];
    private final byte[] errors = new byte[ERRORS];
    /** What was found out about numbers that stand for words. */
    private final long[] memoKeys = new long[MEMO];

    private final byte[] memoTypes = new byte[MEMO];
    private final boolean[] memo = new boolean[MEMO];
    private final byte[] bytes = new byte[16 << 10];

    /** @param word one char a byte */
    public CallSearch(String word) {
        search = new TextSearch(word);
        spans = word.contains(", ") || word.endsWith(",") || word.startsWith(" ");
        part = spans ? new CallSearch(longest(word)) : null;
        plain = word.indexOf('"') < 0 && word.indexOf('\\') < 0 && word.indexOf('.') < 0;
        decimal = search.isMadeOf(DECIMAL);
        hex = search.isMadeOf(HEX);
        alphabets().forEach((type, alphabet) -> never[type.ordinal()] = !search.isMadeOf(alphabet));
        Arrays.fill(memoTypes, (byte) -1);
    }

    private static String longest(String word) {
        String longest = "";
        for (String one : word.split("[ ,]")) {
            longest = one.length() > longest.length() ? one : longest;
        }
        return longest;
    }

    private static Map<ArgType, String> alphabets() {
        Map<ArgType, String> all = new EnumMap<>(ArgType.class);
        for (ArgType type : new ArgType[] {ArgType.TIMESPEC_IN, ArgType.TIMESPEC_OUT}) {
            all.put(type, STRUCT + "tvsecn" + HEX);
        }
        for (ArgType type : new ArgType[] {ArgType.TIMEVAL_IN, ArgType.TIMEVAL_OUT}) {
            all.put(type, STRUCT + "tvsecu" + HEX);
        }
        all.put(ArgType.STAT_OUT, STRUCT + "stmodeiz" + HEX);
        all.put(ArgType.PIPE_FDS, STRUCT + HEX);
        return all;
    }

    /** In a text as it is. */
    public boolean in(String text) {
        return search.in(text);
    }

    /** In {@code text[0, length)}. */
    public boolean in(byte[] text, int length) {
        return search.in(text, length);
    }

    /** In the name of the call with this number. */
    public boolean inName(int number) {
        if (number < 0 || number >= CALLS) {
            return search.in(CallText.name(number));
        }
        if (names[number] == UNKNOWN) {
            names[number] = search.in(CallText.name(number)) ? YES : NO;
        }
        return names[number] == YES;
    }

    /** In the result of a call. */
    public boolean inResult(TraceRecord exit) {
        long result = exit.result();
        if (!CallText.isError(result)) {
            return (hex || search.has('?')) && search.in(CallText.result(exit.event()));
        }
        int errno = (int) -result;
        if (CallText.isMissing(TraceRecord.call(exit.number()), result)) {
            return search.in(CallText.result(exit.event()));
        }
        if (errors[errno] == UNKNOWN) {
            errors[errno] = search.in(CallText.result(exit.event())) ? YES : NO;
        }
        return errors[errno] == YES;
    }

    /**
     * In the arguments.
     *
     * @param exit the end of the call; null if it is not there
     */
    public boolean inArguments(TraceRecord entry, TraceRecord exit) {
        CapturePlan plan = CapturePlan.of(TraceRecord.call(entry.number()));
        if (spans && !part.inArguments(entry, exit)) {
            return false;
        }
        if (spans || plan.types().length == 0) {
            return search.in(CallText.arguments(entry.event(), exit == null ? null : exit.event()));
        }
        int count = plan.count() < 2 ? plan.count() : CallText.shown(entry.number(), plan.count(), entry.argument(1));
        for (int i = 0; i < count; i++) {
            ArgType type = plan.types()[i];
            boolean output = plan.isOutput(i);
            if (output && exit == null) {
                return false;
            }
            TraceRecord source = output ? exit : entry;
            boolean found = (source.memoryMask() & 1 << i) == 0
                    ? inNumber(type, entry.argument(i))
                    : !never[type.ordinal()] && inMemory(type, source, i);
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean inMemory(ArgType type, TraceRecord source, int index) {
        int length = source.memory(index, bytes);
        boolean text = type == ArgType.PATH || type == ArgType.STRING;
        boolean buffer = type == ArgType.BUFFER_IN || type == ArgType.BUFFER_OUT;
        if (plain && (text || buffer)) {
            int shown = buffer ? Math.min(length, Capture.BUFFER) : length;
            if (isPlain(shown)) {
                return search.in(bytes, shown);
            }
        }
        if ((text || buffer) && !search.canBeIn(bytes, length, ESCAPES)) {
            return false;
        }
        return search.in(ArgumentText.memory(type, Arrays.copyOf(bytes, length)));
    }

    /** Whether it is shown as it is. */
    private boolean isPlain(int length) {
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b < ' ' || b > '~' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    private boolean inNumber(ArgType type, long value) {
        switch (type) {
            case INT, FD, PID, UNSIGNED, UID, GID, LONG, OFFSET, SIZE, MODE -> {
                return decimal && search.in(ArgumentText.number(type, value));
            }
            case HEX, ADDRESS, PATH, STRING, BUFFER_IN, BUFFER_OUT, IOVEC, STRING_VECTOR -> {
                return hex && search.in(ArgumentText.number(type, value));
            }
            case SIGNAL_SET,
                    SIGNAL_SET_OUT,
                    SIGNAL_ACTION,
                    SIGNAL_ACTION_OUT,
                    STAT_OUT,
                    STATX_OUT,
                    TIMESPEC_IN,
                    TIMESPEC_OUT,
                    WAIT_STATUS -> {
                return hex && search.in(ArgumentText.number(type, value));
            }
            default -> {
                return remembered(type, value);
            }
        }
    }

    private boolean remembered(ArgType type, long value) {
        int slot = (int) ((value * 0x9E3779B97F4A7C15L >>> 48) + type.ordinal() * 31L) & MEMO - 1;
        if (memoKeys[slot] != value || memoTypes[slot] != type.ordinal()) {
            memoKeys[slot] = value;
            memoTypes[slot] = (byte) type.ordinal();
            memo[slot] = search.in(ArgumentText.number(type, value));
        }
        return memo[slot];
    }
}

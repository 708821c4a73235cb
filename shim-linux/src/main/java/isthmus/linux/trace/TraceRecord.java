package isthmus.linux.trace;

import isthmus.linux.calls.SystemCall;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.calls.Topics;
import java.nio.charset.StandardCharsets;

/**
 * A place in a {@link TraceLog}, moved from record to record. A record is a header (its kind, length, a bit for each
 * argument whose memory follows, the number of arguments, and the number of the call, the signal or the wait status), the
 * time, thread and process, then the arguments of a call or a result, then the memory: of each its bytes' count and the
 * bytes, eight a word. Not safe for several threads.
 */
public final class TraceRecord {
    static final int HEADER_WORDS = 3, LOST_WORDS = 4;
    private static final int LENGTH_SHIFT = 4, MASK_SHIFT = 18, COUNT_SHIFT = 24;
    private static final int LENGTH = 0x3fff;
    private static final TraceEvent.Kind[] KINDS = TraceEvent.Kind.values();
    private static final SystemCallTable TABLE = new SystemCallTable(Topics.ALL);

    private long[] words;
    private int at;
    private long position;
    private long end;

    void set(long[] chunk, int offset, long place) {
        words = chunk;
        at = offset;
        position = place;
        end = place + ((int) chunk[offset] >>> LENGTH_SHIFT & LENGTH);
    }

    static long header(TraceEvent.Kind kind, int length, int mask, int count, int number) {
        return kind.ordinal() + 1
                | (long) length << LENGTH_SHIFT
                | (long) mask << MASK_SHIFT
                | (long) count << COUNT_SHIFT
                | (long) number << 32;
    }

    static void lost(long[] target, long count) {
        target[0] = header(TraceEvent.Kind.LOST, LOST_WORDS, 0, 0, 0);
        target[1] = System.nanoTime();
        target[3] = count;
    }

    /** The row of a call's number, or null. */
    public static SystemCall call(int number) {
        return TABLE.get(number);
    }

    /** Where it lies in the log, in words. */
    public long position() {
        return position;
    }

    /** The position behind it. */
    public long end() {
        return end;
    }

    public TraceEvent.Kind kind() {
        return KINDS[((int) words[at] & 0xf) - 1];
    }

    /** Of the call; or the signal, the wait status, or the parent process of one that started. */
    public int number() {
        return (int) (words[at] >>> 32);
    }

    /** {@link System#nanoTime()}. */
    public long nanos() {
        return words[at + 1];
    }

    public int tid() {
        return (int) words[at + 2];
    }

    public int pid() {
        return (int) (words[at + 2] >>> 32);
    }

    /** How many arguments of a call are here: as many as its row has, or all six. */
    public int argumentCount() {
        return (int) words[at] >>> COUNT_SHIFT & 7;
    }

    /** An argument of an entry. */
    public long argument(int index) {
        return words[at + HEADER_WORDS + index];
    }

    /** Of an exit; the code of a signal; how many events were lost. */
    public long result() {
        return words[at + HEADER_WORDS];
    }

    /** What an argument points to, one bit each for which it is here. */
    public int memoryMask() {
        return (int) words[at] >>> MASK_SHIFT & 0x3f;
    }

    private int memoryAt(int index) {
        int mask = memoryMask();
        if ((mask & 1 << index) == 0) {
            return -1;
        }
        int place = at + HEADER_WORDS + (kind() == TraceEvent.Kind.ENTRY ? argumentCount() : 1);
        for (int i = 0; i < index; i++) {
            if ((mask & 1 << i) != 0) {
                place += 1 + ((int) words[place] + 7 >>> 3);
            }
        }
        return place;
    }

    /** How many bytes of memory are here for an argument; -1 if none were copied. */
    public int memoryLength(int index) {
        int place = memoryAt(index);
        return place < 0 ? -1 : (int) words[place];
    }

    /** Copies an argument's memory to the start of {@code target}, which is large enough; its length, or -1. */
    public int memory(int index, byte[] target) {
        int place = memoryAt(index);
        if (place < 0) {
            return -1;
        }
        int length = (int) words[place];
        for (int i = 0; i < length; i++) {
            target[i] = (byte) (words[place + 1 + (i >> 3)] >>> ((i & 7) << 3));
        }
        return length;
    }

    private byte[] memory(int index) {
        int length = memoryLength(index);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        memory(index, bytes);
        return bytes;
    }

    /** A name, or the path of a program; one char a byte. */
    public String text() {
        byte[] bytes = memory(0);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The record as an object that can be kept. */
    public TraceEvent event() {
        TraceEvent.Kind kind = kind();
        boolean ofCall = kind == TraceEvent.Kind.ENTRY || kind == TraceEvent.Kind.EXIT;
        long[] arguments = null;
        byte[][] memory = null;
        if (ofCall) {
            memory = new byte[6][];
            for (int i = 0; i < 6; i++) {
                memory[i] = memory(i);
            }
        }
        if (kind == TraceEvent.Kind.ENTRY) {
            arguments = new long[6];
            System.arraycopy(words, at + HEADER_WORDS, arguments, 0, argumentCount());
        }
        boolean hasResult =
                kind == TraceEvent.Kind.EXIT || kind == TraceEvent.Kind.SIGNAL || kind == TraceEvent.Kind.LOST;
        return new TraceEvent(
                nanos(),
                tid(),
                kind,
                number(),
                ofCall ? call(number()) : null,
                arguments,
                memory,
                hasResult ? result() : 0,
                kind == TraceEvent.Kind.EXECUTED || kind == TraceEvent.Kind.NAMED ? text() : null);
    }
}

package isthmus.linux.trace;

import isthmus.core.memory.GuestMemory;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where one thread puts a record together. */
final class RecordBuilder {
    /** Six paths and six arguments fit. */
    private static final int WORDS = 4096;

    private final long[] words = new long[WORDS];
    private final byte[] bytes = new byte[16 << 10];
    private final ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    private int length;
    private int mask;

    /** The task's name when it was last recorded. */
    String name;
    /** Whether the entry of the task's call was recorded. */
    boolean inCall;

    void begin(Task task) {
        begin(System.nanoTime(), task.tid(), task.group().pid());
    }

    void begin(long nanos, int tid, int pid) {
        words[1] = nanos;
        words[2] = tid & 0xffff_ffffL | (long) pid << 32;
        length = TraceRecord.HEADER_WORDS;
        mask = 0;
    }

    void add(long word) {
        words[length++] = word;
    }

    /** Where the memory of the next argument is to be put, from its start; {@link #addMemory} takes it from there. */
    byte[] bytes() {
        return bytes;
    }

    /** {@code count} bytes of {@link #bytes()}, as the memory of the argument {@code index}, in rising order. */
    void addMemory(int index, int count) {
        mask |= 1 << index;
        words[length++] = count;
        for (int i = 0; i < count; i += Long.BYTES) {
            words[length++] = view.getLong(i);
        }
    }

    /** Memory of a fixed size: EFAULT if it is bad. */
    void addMemory(int index, GuestMemory memory, long address, int count) {
        memory.read(address, bytes, 0, count);
        addMemory(index, count);
    }

    void addText(byte[] text) {
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
        addMemory(0, Math.min(text.length, bytes.length));
    }

    void appendTo(TraceLog log, TraceEvent.Kind kind, int number, int count) {
        words[0] = TraceRecord.header(kind, length, mask, count, number);
        log.append(words, length);
    }
}

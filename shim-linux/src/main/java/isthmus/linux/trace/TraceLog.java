package isthmus.linux.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What tasks did, as records of 64-bit words in chunks, in the order in which it happened. The threads that serve tasks
 * append; one reader follows with {@link #next} and releases the oldest chunks; any thread may look at a record again with
 * {@link #read}. An appender never waits for the reader: what does not fit is lost and counted, and a record tells of it.
 *
 * <p>A position is the number of words that were ever before a record; it stays valid until its chunk is released.
 */
public final class TraceLog {
    /** Bytes of a chunk; a record lies within one. */
    public static final int CHUNK_BYTES = 1 << 20;

    static final int SHIFT = 17;
    static final int CHUNK_WORDS = 1 << SHIFT;
    private static final int WITHIN = CHUNK_WORDS - 1;
    /** A header that says: the rest of the chunk is empty. */
    private static final long END = -1;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final class Chunk {
        final long sequence;
        final long[] words;
        final AtomicInteger used = new AtomicInteger();

        Chunk(long sequence, long[] words) {
            this.sequence = sequence;
            this.words = words;
        }
    }

    /** By sequence number, modulo the capacity. Changed under the lock of this object. */
    private final AtomicReferenceArray<Chunk> chunks;

    private final boolean reuse;
    private final AtomicLong lost = new AtomicLong();
    private volatile Chunk current;
    /** The oldest chunk that was not released. Changed under the lock. */
    private volatile long oldest;
    /** Words to use for the next chunk, all 0, or null. Guarded by the lock. */
    private long[] spare;

    /**
     * @param capacity bytes; at least two chunks are kept
     * @param reuse whether the memory of released chunks is used again: only if nobody calls {@link #read} but the reader
     */
    public TraceLog(long capacity, boolean reuse) {
        this.chunks = new AtomicReferenceArray<>((int) Math.max(2, Math.min(1 << 20, capacity / CHUNK_BYTES)));
        this.reuse = reuse;
        this.current = new Chunk(0, new long[CHUNK_WORDS]);
        chunks.set(0, current);
    }

    /**
     * Appends a record, or counts it as lost.
     *
     * @param record begins with its header
     */
    void append(long[] record, int words) {
        while (true) {
            Chunk chunk = current;
            int at = chunk.used.get() >= CHUNK_WORDS ? CHUNK_WORDS : chunk.used.getAndAdd(words);
            if (at + words <= CHUNK_WORDS) {
                long[] target = chunk.words;
                for (int i = 1; i < words; i++) {
                    target[at + i] = record[i];
                }
                WORDS.setRelease(target, at, record[0]); // the reader sees the header last
                return;
            }
            if (at < CHUNK_WORDS) {
                WORDS.setRelease(chunk.words, at, END);
            }
            if (!follow(chunk)) {
                lost.incrementAndGet();
                return;
            }
        }
    }

    /** Sees to it that there is a chunk after {@code full}; false if there is no room. */
    private synchronized boolean follow(Chunk full) {
        if (current != full) {
            return true;
        }
        long sequence = full.sequence + 1;
        if (sequence - oldest >= chunks.length()) {
            return false;
        }
        Chunk next = new Chunk(sequence, spare == null ? new long[CHUNK_WORDS] : spare);
        spare = null;
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            TraceRecord.lost(next.words, missing);
            next.used.set(TraceRecord.LOST_WORDS);
        }
        chunks.set((int) (sequence % chunks.length()), next);
        current = next;
        return true;
    }

    private Chunk chunk(long position) {
        long sequence = position >>> SHIFT;
        Chunk chunk = chunks.get((int) (sequence % chunks.length()));
        return chunk != null && chunk.sequence == sequence ? chunk : null;
    }

    /** Moves {@code record} to the one behind it (a fresh one: to the first of all); false if there is none yet. */
    public boolean next(TraceRecord record) {
        long position = record.end();
        while (true) {
            Chunk chunk = chunk(position);
            if (chunk == null) {
                return false;
            }
            int at = (int) position & WITHIN;
            long header = (long) WORDS.getAcquire(chunk.words, at);
            if (header == 0) {
                return false;
            }
            if (header != END) {
                record.set(chunk.words, at, position);
                return true;
            }
            position = (position >>> SHIFT) + 1 << SHIFT;
        }
    }

    /** Moves {@code record} to the one at {@code position}; false if its chunk was released. */
    public boolean read(long position, TraceRecord record) {
        Chunk chunk = chunk(position);
        if (chunk == null) {
            return false;
        }
        record.set(chunk.words, (int) position & WITHIN, position);
        return true;
    }

    /** Gives up the chunks before the one that {@code position} lies in. The reader only. */
    public void releaseBefore(long position) {
        if (oldest < position >>> SHIFT) {
            release(position >>> SHIFT);
        }
    }

    private synchronized void release(long first) {
        long[] free = null;
        for (; oldest < first; oldest++) {
            int slot = (int) (oldest % chunks.length());
            free = chunks.get(slot).words;
            chunks.set(slot, null);
        }
        if (reuse && spare == null && free != null) {
            java.util.Arrays.fill(free, 0);
            spare = free;
        }
    }

    /** The first position of the oldest chunk there is. */
    public long start() {
        return oldest << SHIFT;
    }

    /** The position of the chunk behind the one that {@code position} lies in. */
    public static long chunkAfter(long position) {
        return (position >>> SHIFT) + 1 << SHIFT;
    }

    /** The first position of the chunk that {@code position} lies in. */
    public static long chunkStart(long position) {
        return position >>> SHIFT << SHIFT;
    }

    /** Bytes of memory that are held. */
    public long bytes() {
        return (current.sequence - oldest + 1) * CHUNK_BYTES;
    }

    /** How many were lost that no record tells of yet. */
    public long lost() {
        return lost.get();
    }
}

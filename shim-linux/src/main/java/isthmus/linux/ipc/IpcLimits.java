package isthmus.linux.ipc;

import java.util.concurrent.atomic.AtomicLongArray;

/** The limits of an IPC namespace, which /proc/sys shows and who has CAP_SYS_RESOURCE may change. Thread-safe. */
public final class IpcLimits {
    /** Each with Linux's default, and the smallest and the largest value that it takes (unsigned). */
    public enum Limit {
        /** Semaphores in a set, in all sets, operations in a call, and sets. */
        SEMMSL(32_000, 0, Integer.MAX_VALUE),
        SEMMNS(1_024_000_000, 0, Integer.MAX_VALUE),
        SEMOPM(500, 0, Integer.MAX_VALUE),
        SEMMNI(32_000, 0, 32_768),
        /** Bytes in a message and in a queue, and queues. */
        MSGMAX(8192, 0, Integer.MAX_VALUE),
        MSGMNB(16_384, 0, Integer.MAX_VALUE),
        MSGMNI(32_000, 0, 32_768),
        /** Bytes in a segment, pages in all, and segments. */
        SHMMAX(-1L - (1L << 24), 0, -1L),
        SHMALL(-1L - (1L << 24), 0, -1L),
        SHMMNI(4096, 0, 32_768),
        /** POSIX queues: messages and bytes in a message if the caller does not say, at most, and queues. */
        MQ_MSG_DEFAULT(10, 1, 65_536),
        MQ_MSG_MAX(10, 1, 65_536),
        MQ_MSGSIZE_DEFAULT(8192, 128, 16 << 20),
        MQ_MSGSIZE_MAX(8192, 128, 16 << 20),
        MQ_QUEUES_MAX(256, 0, Integer.MAX_VALUE);

        private final long usual;
        private final long smallest;
        private final long largest;

        Limit(long usual, long smallest, long largest) {
            this.usual = usual;
            this.smallest = smallest;
            this.largest = largest;
        }

        /** Whether it takes this value, which is unsigned. */
        public boolean takes(long value) {
            return Long.compareUnsigned(value, smallest) >= 0 && Long.compareUnsigned(value, largest) <= 0;
        }
    }

    private final AtomicLongArray values = new AtomicLongArray(Limit.values().length);

    IpcLimits() {
        for (Limit limit : Limit.values()) {
            values.set(limit.ordinal(), limit.usual);
        }
    }

    public long get(Limit limit) {
        return values.get(limit.ordinal());
    }

    /** @param value has been checked */
    public void set(Limit limit, long value) {
        values.set(limit.ordinal(), value);
    }
}

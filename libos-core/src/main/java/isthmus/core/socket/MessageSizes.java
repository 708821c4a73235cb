package isthmus.core.socket;

/**
 * How much of a send buffer a message takes: Linux counts the memory it would allocate for it, with its overhead, and
 * programs see that in SIOCOUTQ and in how much fits. Measured on Linux 6.18 for every size that matters.
 */
final class MessageSizes {
    private static final int PAGE = 4096;
    /** sizeof(struct sk_buff), and of the information behind a buffer's data, both aligned. */
    private static final int HEAD = 256, TAIL = 320;

    private static final int SMALLEST = 512;
    /** The most that a stream's message holds in one piece, and in pages besides. */
    private static final int STREAM_HEAD = PAGE - TAIL, STREAM_PAGES = 32768;

    private static final int DATAGRAM_HEAD = 4 * PAGE - TAIL, DATAGRAM_PAGES = 17 * PAGE;

    private MessageSizes() {}

    /** How many of {@code left} bytes the next message of a stream takes. */
    static int streamChunk(long left, int sendBuffer) {
        return (int) Math.min(left, Math.min((sendBuffer >> 1) - 64, STREAM_HEAD + STREAM_PAGES));
    }

    static int ofStream(int length) {
        int paged = Math.min(length, pages(Math.max(0, length - STREAM_HEAD)));
        return HEAD + linear(length - paged) + pages(paged);
    }

    static int ofDatagram(int length) {
        int paged = pages(Math.min(Math.max(0, length - DATAGRAM_HEAD), DATAGRAM_PAGES));
        return HEAD + linear(length - paged) + paged;
    }

    private static int pages(int bytes) {
        return bytes + PAGE - 1 & -PAGE;
    }

    private static int linear(int bytes) {
        int needed = (bytes + 63 & -64) + TAIL;
        return Math.max(SMALLEST, Integer.highestOneBit(needed - 1) << 1);
    }
}

package isthmus.core.pipe;

import java.nio.ByteBuffer;

/**
 * The ring of pages in which a pipe keeps its bytes, as Linux counts them: a slot holds up to 4096 bytes, is filled
 * further only while no newer one is in use, and becomes free when its last byte was read. Not thread safe; guarded by
 * the {@link Pipe}.
 */
final class PipeBuffers {
    static final int PAGE = 4096;

    private byte[][] pages;
    private int[] offsets;
    private int[] lengths;
    private boolean[] packets;
    /** Slots ever filled and ever emptied; their difference is what is in use. */
    private int head;

    private int tail;
    /** Sum of the lengths. */
    private int bytes;

    /** @param slots a power of two */
    PipeBuffers(int slots) {
        pages = new byte[slots][];
        offsets = new int[slots];
        lengths = new int[slots];
        packets = new boolean[slots];
    }

    int slots() {
        return pages.length;
    }

    int used() {
        return head - tail;
    }

    boolean isEmpty() {
        return head == tail;
    }

    boolean isFull() {
        return head - tail >= pages.length;
    }

    int bytes() {
        return bytes;
    }

    /** Changes the number of slots, a power of two, not below {@link #used()}. */
    void resize(int slots) {
        byte[][] newPages = new byte[slots][];
        int[] newOffsets = new int[slots];
        int[] newLengths = new int[slots];
        boolean[] newPackets = new boolean[slots];
        int used = used();
        for (int i = 0; i < used; i++) {
            int from = index(tail + i);
            newPages[i] = pages[from];
            newOffsets[i] = offsets[from];
            newLengths[i] = lengths[from];
            newPackets[i] = packets[from];
        }
        pages = newPages;
        offsets = newOffsets;
        lengths = newLengths;
        packets = newPackets;
        tail = 0;
        head = used;
    }

    private int index(int position) {
        return position & pages.length - 1;
    }

    /** Appends as much of {@code source} as fits; returns how much that was. With {@code packet} each page is read on its own. */
    int append(ByteBuffer source, boolean packet) {
        int before = source.remaining();
        int odd = before & PAGE - 1;
        if (odd != 0 && !isEmpty() && !packet) {
            int last = index(head - 1);
            int end = offsets[last] + lengths[last];
            if (!packets[last] && end + odd <= PAGE) {
                source.get(pages[last], end, odd);
                lengths[last] += odd;
                bytes += odd;
            }
        }
        while (source.hasRemaining() && !isFull()) {
            int count = Math.min(source.remaining(), PAGE);
            source.get(newSlot(count, packet), 0, count);
        }
        return before - source.remaining();
    }

    /** Takes a free slot for {@code count} bytes, which the caller puts at the start of the page it gets. */
    private byte[] newSlot(int count, boolean packet) {
        int slot = index(head++);
        if (pages[slot] == null) {
            pages[slot] = new byte[PAGE];
        }
        offsets[slot] = 0;
        lengths[slot] = count;
        packets[slot] = packet;
        bytes += count;
        return pages[slot];
    }

    /** Moves bytes out, at most up to the end of a packet, whose rest is dropped. */
    int take(ByteBuffer target) {
        int before = target.remaining();
        while (target.hasRemaining() && !isEmpty()) {
            int slot = index(tail);
            boolean packet = packets[slot];
            int count = Math.min(target.remaining(), lengths[slot]);
            target.put(pages[slot], offsets[slot], count);
            drop(packet ? lengths[slot] : count);
            if (packet) {
                break;
            }
        }
        return before - target.remaining();
    }

    /** Bytes in the oldest slot; 0 if there is none. */
    int firstLength() {
        return isEmpty() ? 0 : lengths[index(tail)];
    }

    /** A view of the first {@code limit} bytes of the oldest slot but {@code skip}. */
    ByteBuffer view(int skip, int limit) {
        int slot = index(tail + skip);
        return ByteBuffer.wrap(pages[slot], offsets[slot], Math.min(lengths[slot], limit))
                .slice();
    }

    boolean isPacket(int skip) {
        return packets[index(tail + skip)];
    }

    /** Drops the first {@code count} bytes of the oldest slot. */
    void drop(int count) {
        int slot = index(tail);
        offsets[slot] += count;
        lengths[slot] -= count;
        bytes -= count;
        if (lengths[slot] == 0) {
            tail++;
        }
    }

    /** Copies the slot {@code skip} of another ring, or its first {@code limit} bytes, into a free slot of this one. */
    int copySlot(PipeBuffers from, int skip, int limit) {
        ByteBuffer source = from.view(skip, limit);
        int count = source.remaining();
        source.get(newSlot(count, from.isPacket(skip)), 0, count);
        return count;
    }
}

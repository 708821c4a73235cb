package isthmus.core.patch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Code in an array, of which no function is known, and memory for code of ours at another place. */
class ArrayRegion implements CodeRegion {
    /** What is allocated for code of ours, from its start on. */
    static final class Hidden {
        final long start;
        private byte[] bytes = new byte[0];
        private int most;

        /** @param most bytes that can be had */
        Hidden(long start, int most) {
            this.start = start;
            this.most = most;
        }

        int allocated() {
            return bytes.length;
        }

        void setMost(int bytes) {
            most = bytes;
        }

        byte[] bytes() {
            return bytes.clone();
        }

        byte[] at(long address, int count) {
            int from = (int) (address - start);
            return Arrays.copyOfRange(bytes, from, from + count);
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        long cell(long address) {
            return buffer().getLong((int) (address - start));
        }

        private long allocate(int count) {
            if (bytes.length + count > most) {
                return 0;
            }
            long address = start + bytes.length;
            bytes = Arrays.copyOf(bytes, bytes.length + count);
            return address;
        }
    }

    final Hidden hidden;
    /** Pages that are not to be changed. */
    final Set<Long> executable = new HashSet<>();

    private final long base;
    private final byte[] memory;
    private final long start;
    private final long end;
    private final byte[] bytes;

    /** The whole of an array that lies at {@code base}. */
    ArrayRegion(long base, byte[] memory, Hidden hidden) {
        this(base, memory, hidden, base, base + memory.length);
    }

    /** A part of it. */
    ArrayRegion(long base, byte[] memory, Hidden hidden, long start, long end) {
        this.base = base;
        this.memory = memory;
        this.hidden = hidden;
        this.start = start;
        this.end = end;
        boolean whole = start == base && end == base + memory.length;
        this.bytes = whole ? memory : Arrays.copyOfRange(memory, (int) (start - base), (int) (end - base));
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int read(long address, byte[] target) {
        int at = (int) (address - base);
        if (at < 0 || at >= memory.length) {
            return 0;
        }
        int count = Math.min(target.length, memory.length - at);
        System.arraycopy(memory, at, target, 0, count);
        return count;
    }

    @Override
    public boolean isExecutable(long address) {
        return executable.contains(address & -4096);
    }

    @Override
    public void write(long address, byte[] code) {
        System.arraycopy(code, 0, memory, (int) (address - base), code.length);
        if (bytes != memory) {
            System.arraycopy(code, 0, bytes, (int) (address - start), code.length);
        }
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public long[] function(long address) {
        return null;
    }

    @Override
    public boolean mayBeTarget(long address) {
        return false;
    }

    @Override
    public long allocateHidden(long near, long count) {
        return hidden.allocate((int) count);
    }

    @Override
    public void writeHidden(long address, byte[] code) {
        System.arraycopy(code, 0, hidden.bytes, (int) (address - hidden.start), code.length);
    }

    @Override
    public void writeCell(long address, long value) {
        hidden.buffer().putLong((int) (address - hidden.start), value);
    }
}

package isthmus.platform.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A page area that the kernel shares with one thread of a stub; see {@link Layout}. The guest can write it: each value is
 * read once and checked.
 */
final class Slot {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    final ByteBuffer buffer;
    /** Where the kernel has it mapped. */
    final long address;
    /** Where the stub has it mapped. */
    final long stubAddress;

    Slot(ByteBuffer window, long windowAddress, int index) {
        buffer = window.slice(index * Layout.SLOT_BYTES, Layout.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        address = windowAddress + (long) index * Layout.SLOT_BYTES;
        stubAddress = Layout.SLOTS + (long) index * Layout.SLOT_BYTES;
    }

    int getInt(int offset) {
        return buffer.getInt(offset);
    }

    void putInt(int offset, int value) {
        buffer.putInt(offset, value);
    }

    long getLong(int offset) {
        return buffer.getLong(offset);
    }

    void putLong(int offset, long value) {
        buffer.putLong(offset, value);
    }

    /** Puts calls for the stub to make, {@link StubProcess#ROW} words each, one behind the other. */
    void putRows(int offset, long[] rows, int from, int count) {
        for (int i = 0; i < count; i++) {
            for (int word = 0; word < StubProcess.ROW; word++) {
                putLong(offset + i * Layout.OP_BYTES + 8 * word, rows[(from + i) * StubProcess.ROW + word]);
            }
        }
    }

    int getVolatile(int offset) {
        return (int) INT.getVolatile(buffer, offset);
    }

    int getAcquire(int offset) {
        return (int) INT.getAcquire(buffer, offset);
    }

    void putVolatile(int offset, int value) {
        INT.setVolatile(buffer, offset, value);
    }
}

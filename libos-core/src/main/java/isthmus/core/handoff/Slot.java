package isthmus.core.handoff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that the kernel shares with one thread of a stub; see {@link SlotLayout}. The guest can write it: each value is
 * read once and checked.
 */
public final class Slot {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    final ByteBuffer buffer;
    private final long address;
    private final long stubAddress;

    /**
     * @param buffer of {@link SlotLayout#SLOT_BYTES}
     * @param address where the kernel has it mapped
     * @param stubAddress where the stub has it mapped
     */
    public Slot(ByteBuffer buffer, long address, long stubAddress) {
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
        this.address = address;
        this.stubAddress = stubAddress;
    }

    /** Where the kernel has it mapped. */
    public long address() {
        return address;
    }

    /** Where the stub has it mapped. */
    public long stubAddress() {
        return stubAddress;
    }

    public int getInt(int offset) {
        return buffer.getInt(offset);
    }

    public void putInt(int offset, int value) {
        buffer.putInt(offset, value);
    }

    public long getLong(int offset) {
        return buffer.getLong(offset);
    }

    public void putLong(int offset, long value) {
        buffer.putLong(offset, value);
    }

    public int getVolatile(int offset) {
        return (int) INT.getVolatile(buffer, offset);
    }

    public int getAcquire(int offset) {
        return (int) INT.getAcquire(buffer, offset);
    }

    public void putVolatile(int offset, int value) {
        INT.setVolatile(buffer, offset, value);
    }
}

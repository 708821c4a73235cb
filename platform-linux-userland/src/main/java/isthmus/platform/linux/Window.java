package isthmus.platform.linux;

import com.sun.jna.Pointer;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The slots of one stub process and its request page, as the kernel sees them. It stays mapped when the process ends,
 * because an interruption of one of its threads may come late, and serves the next process.
 *
 * @param offset in the context memory, in bytes
 * @param address where it is mapped here
 */
record Window(long offset, long address, ByteBuffer buffer) {
    static Window map(SharedFile context, long offset) {
        long address = context.map(offset, Layout.WINDOW_STRIDE);
        ByteBuffer buffer =
                new Pointer(address).getByteBuffer(0, Layout.WINDOW_STRIDE).order(ByteOrder.LITTLE_ENDIAN);
        return new Window(offset, address, buffer);
    }

    /** @param index 0 for the service thread, {@link SlotLayout#SLOT_COUNT} for the request page */
    Slot slot(int index) {
        return new Slot(
                buffer.slice(index * SlotLayout.SLOT_BYTES, SlotLayout.SLOT_BYTES),
                address + (long) index * SlotLayout.SLOT_BYTES,
                Layout.SLOTS + (long) index * SlotLayout.SLOT_BYTES);
    }

    /** See {@link Mappings#releaseWhenUnused}. */
    void release() {
        Mappings.releaseWhenUnused(buffer, address, Layout.WINDOW_STRIDE);
    }
}

package isthmus.core.handoff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where a stopped guest's x87, SSE and AVX state is, and moving it; the {@code XSAVE} standard format. */
public final class ExtendedState {
    private static final int LEGACY_BYTES = 512, HEADER_BYTES = 64, MXCSR = 24, XSTATE_BV = 512, XCOMP_BV = 520;
    private static final short FCW_INITIAL = 0x37f;
    private static final int MXCSR_INITIAL = 0x1f80;
    private static final int MXCSR_MASK = 0xffff;
    private static final int LIVE = 0;
    private final Slot slot;
    private final int bytes;
    /** Offset in the slot, or {@link #LIVE} while it is in the processor. */
    private int place = LIVE;

    public ExtendedState(Slot slot, int bytes) {
        this.slot = slot;
        this.bytes = bytes;
    }

    /** It is in the processor. */
    public void isLive() {
        place = LIVE;
    }

    /** It is in the slot at this address of the stub's. False if it cannot be there. */
    public boolean isAt(long address) {
        long offset = address - slot.stubAddress();
        if (offset < SlotLayout.STACK_TOP || offset + bytes > SlotLayout.SLOT_BYTES || offset % 64 != 0) {
            return false;
        }
        place = (int) offset;
        return true;
    }

    /** Whether it is in the processor. */
    public boolean live() {
        return place == LIVE;
    }

    /** What the stub restores before it goes back to the guest: an address in its memory, or 0. */
    public long pointer() {
        return place == LIVE ? 0 : slot.stubAddress() + place;
    }

    /** Copies it; it must not be live, or have been saved to the slot's area. */
    public void read(byte[] target) {
        int from = place == LIVE ? SlotLayout.FP_AREA : place;
        slot.buffer.get(from, target, 0, Math.min(bytes, target.length));
    }

    /** That of a program that starts: everything initial, all exceptions masked. */
    public void initialise() {
        byte[] initial = new byte[bytes];
        ByteBuffer.wrap(initial)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(0, FCW_INITIAL)
                .putInt(MXCSR, MXCSR_INITIAL);
        write(initial);
    }

    /** Replaces it; false if the image is not one that the processor takes. */
    public boolean write(byte[] source) {
        if (source.length < bytes) {
            return false;
        }
        ByteBuffer image = ByteBuffer.wrap(source.clone()).order(ByteOrder.LITTLE_ENDIAN);
        long supported = slot.getInt(SlotLayout.XCR0) & 0xffffffffL;
        boolean clean = (image.getInt(MXCSR) & ~MXCSR_MASK) == 0
                && (image.getLong(XSTATE_BV) & ~supported) == 0
                && image.getLong(XCOMP_BV) == 0;
        for (int i = XCOMP_BV + 8; i < LEGACY_BYTES + HEADER_BYTES; i++) {
            clean &= image.get(i) == 0;
        }
        if (!clean) {
            return false;
        }
        slot.buffer.put(SlotLayout.FP_AREA, image.array(), 0, bytes);
        place = SlotLayout.FP_AREA;
        return true;
    }
}

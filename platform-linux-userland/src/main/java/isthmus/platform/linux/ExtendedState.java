package isthmus.platform.linux;

import java.nio.ByteBuffer;

/** Where a stopped guest's x87, SSE and AVX state is, and moving it; the {@code XSAVE} standard format. */
final class ExtendedState {
    private static final int LEGACY_BYTES = 512, HEADER_BYTES = 64, MXCSR = 24, XSTATE_BV = 512, XCOMP_BV = 520;
    private static final int MXCSR_MASK = 0xffff;
    /** {@code uc_mcontext.fpregs} in a {@code ucontext_t}. */
    private static final int FPREGS = 40 + 23 * 8;

    private static final int LIVE = 0;
    private final Slot slot;
    private final int bytes;
    /** Offset in the slot, or {@link #LIVE} while it is in the processor. */
    private int place = LIVE;

    ExtendedState(Slot slot, int bytes) {
        this.slot = slot;
        this.bytes = bytes;
    }

    void isLive() {
        place = LIVE;
    }

    /** It is in the signal frame with this ucontext. False if the frame is not one that the host made. */
    boolean isInFrame(int ucontext) {
        long offset = slot.getLong(ucontext + FPREGS) - slot.stubAddress;
        if (offset < Layout.SIGNAL_STACK || offset + bytes > Layout.SLOT_BYTES || offset % 64 != 0) {
            return false;
        }
        place = (int) offset;
        return true;
    }

    boolean live() {
        return place == LIVE;
    }

    /** What the stub restores before it goes back to the guest: an address in its memory, or 0. */
    long pointer() {
        return place == LIVE ? 0 : slot.stubAddress + place;
    }

    /** Copies it; it must not be live, or have been saved to the slot's area. */
    void read(byte[] target) {
        int from = place == LIVE ? Layout.FP_AREA : place;
        slot.buffer.get(from, target, 0, Math.min(bytes, target.length));
    }

    boolean write(byte[] source) {
        if (source.length < bytes) {
            return false;
        }
        ByteBuffer image = ByteBuffer.wrap(source.clone()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        long supported = slot.getInt(Layout.XCR0) & 0xffffffffL;
        boolean clean = (image.getInt(MXCSR) & ~MXCSR_MASK) == 0
                && (image.getLong(XSTATE_BV) & ~supported) == 0
                && image.getLong(XCOMP_BV) == 0;
        for (int i = XCOMP_BV + 8; i < LEGACY_BYTES + HEADER_BYTES; i++) {
            clean &= image.get(i) == 0;
        }
        if (!clean) {
            return false;
        }
        slot.buffer.put(Layout.FP_AREA, image.array(), 0, bytes);
        place = Layout.FP_AREA;
        return true;
    }
}

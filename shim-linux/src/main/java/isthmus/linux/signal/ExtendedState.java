package isthmus.linux.signal;

import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.GuestThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The extended state in signal frames: the XSAVE image, with a description in the bytes that the processor leaves to
 * software, and a magic number behind it ({@code struct _fpx_sw_bytes}, {@code asm/sigcontext.h}).
 */
final class ExtendedState {
    static final int MAGIC1 = 0x46505853, MAGIC2 = 0x46505845;
    /** Bytes of x87 and SSE state, and of the header behind it. */
    static final int LEGACY = 512, HEADER = 64;

    private static final int CONTROL_WORD = 0, MXCSR = 24, SOFTWARE = 464, SOFTWARE_BYTES = 48;
    private static final int FCW_INITIAL = 0x37f, MXCSR_INITIAL = 0x1f80;
    private static final long X87_AND_SSE = 3;

    /** What AT_MINSIGSTKSZ is more than the image: frames of every kind with their padding, as measured on Linux. */
    private static final int MINIMUM_BESIDES = 944;

    private final int bytes;
    private final long features;
    private final byte[] image;
    private final ByteBuffer fields;

    ExtendedState(GuestThread thread) {
        bytes = thread.extendedStateBytes();
        features = thread.extendedStateFeatures();
        image = new byte[bytes + Integer.BYTES];
        fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the auxiliary vector gives as AT_MINSIGSTKSZ on a host with this much extended state. */
    static int minimumStack(int extendedStateBytes) {
        return extendedStateBytes + MINIMUM_BESIDES;
    }

    /** Bytes in a frame. */
    int frameBytes() {
        return image.length;
    }

    /** The thread's state as a frame holds it; valid until the next call here. */
    byte[] save(GuestThread thread) {
        byte[] state = new byte[bytes];
        thread.readExtendedState(state);
        System.arraycopy(state, 0, image, 0, bytes);
        fields.putLong(LEGACY, fields.getLong(LEGACY) | X87_AND_SSE);
        Arrays.fill(image, SOFTWARE, SOFTWARE + SOFTWARE_BYTES, (byte) 0);
        fields.putInt(SOFTWARE, MAGIC1);
        fields.putInt(SOFTWARE + 4, bytes + Integer.BYTES);
        fields.putLong(SOFTWARE + 8, features);
        fields.putInt(SOFTWARE + 16, bytes);
        fields.putInt(bytes, MAGIC2);
        return image;
    }

    /** Gives the thread the state that programs start with. */
    void reset(GuestThread thread) {
        thread.writeExtendedState(initial());
    }

    private byte[] initial() {
        byte[] state = new byte[bytes];
        ByteBuffer target = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        target.putShort(CONTROL_WORD, (short) FCW_INITIAL);
        target.putInt(MXCSR, MXCSR_INITIAL);
        return state;
    }

    /**
     * Gives the thread the state of a frame. Without the magic numbers only x87 and SSE state count, and all else is as
     * programs start with it.
     *
     * @param address of the image; 0 for the initial state
     * @return false if the image is bad
     * @throws ErrnoException EFAULT
     */
    boolean restore(GuestThread thread, GuestMemory memory, long address) {
        if (address == 0) {
            reset(thread);
            return true;
        }
        if ((address & 63) != 0) {
            return false;
        }
        byte[] state = new byte[bytes];
        memory.read(address, state, 0, LEGACY);
        ByteBuffer read = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        int size = read.getInt(SOFTWARE + 16);
        boolean whole = read.getInt(SOFTWARE) == MAGIC1
                && size >= LEGACY + HEADER
                && size <= bytes
                && read.getInt(SOFTWARE + 4) > size
                && memory.readInt(address + size) == MAGIC2;
        if (whole) {
            long wanted = read.getLong(SOFTWARE + 8) & features;
            memory.read(address + LEGACY, state, LEGACY, size - LEGACY);
            read.putLong(LEGACY, read.getLong(LEGACY) & wanted);
        } else {
            Arrays.fill(state, LEGACY, bytes, (byte) 0);
            read.putLong(LEGACY, X87_AND_SSE);
        }
        return thread.writeExtendedState(state);
    }
}

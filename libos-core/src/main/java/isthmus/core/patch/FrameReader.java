package isthmus.core.patch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads the ranges of functions from {@code .eh_frame} (Linux Standard Base, "Exception Frames"). */
final class FrameReader {
    /** Told of a function: its address and its bytes. */
    interface Listener {
        void function(long start, long length);
    }

    /** Added to an encoding: the frames begin one byte before the function, which returns from a signal. */
    private static final int SIGNAL_FRAME = 0x100;

    private final ByteBuffer bytes;
    private final long address;
    private final Listener listener;
    /** How addresses are encoded in the frames of a common entry (by its offset); -1 if we cannot read them. */
    private final Map<Integer, Integer> encodings = new HashMap<>();

    /** @param bytes from the section's start on, little endian; what follows it may be there too */
    FrameReader(ByteBuffer bytes, long address, Listener listener) {
        this.bytes = bytes;
        this.address = address;
        this.listener = listener;
    }

    /** Reads until the terminator or until something does not fit. */
    void read() {
        int at = 0;
        while (at + 8 <= bytes.limit()) {
            int length = bytes.getInt(at);
            if (length <= 4 || length > bytes.limit() - at - 4) {
                return; // terminator, an entry of 64 bits, or nonsense
            }
            int pointer = bytes.getInt(at + 4);
            if (pointer != 0) {
                frame(at + 8, at + 4 - pointer, at + 4 + length);
            }
            at += 4 + length;
        }
    }

    private void frame(int at, int common, int end) {
        int encoding = encodings.computeIfAbsent(common, this::encoding);
        int size = encoding < 0 ? 0 : size(encoding);
        if (size == 0 || at + 2 * size > end) {
            return;
        }
        long start = value(at, size, encoding);
        if ((encoding & 0x70) == 0x10) {
            start += address + at;
        }
        long length = value(at + size, size, encoding & 7);
        int before = (encoding & SIGNAL_FRAME) != 0 ? 1 : 0;
        listener.function(start + before, length - before);
    }

    private long value(int at, int size, int encoding) {
        if (size == 8) {
            return bytes.getLong(at);
        }
        return (encoding & 8) != 0 ? bytes.getInt(at) : bytes.getInt(at) & 0xffffffffL;
    }

    private static int size(int encoding) {
        if ((encoding & 0x70) != 0 && (encoding & 0x70) != 0x10 || (encoding & 0x80) != 0) {
            return 0;
        }
        return switch (encoding & 7) {
            case 0, 4 -> 8;
            case 3 -> 4;
            default -> 0;
        };
    }

    private int encoding(int common) {
        if (common < 0 || common + 16 > bytes.limit() || bytes.getInt(common + 4) != 0) {
            return -1;
        }
        try {
            return augmentation(bytes.duplicate().order(bytes.order()).position(common + 9));
        } catch (BufferUnderflowException e) {
            return -1;
        }
    }

    private static int augmentation(ByteBuffer entry) {
        StringBuilder text = new StringBuilder();
        for (byte c = entry.get(); c != 0; c = entry.get()) {
            text.append((char) c);
        }
        skipNumber(entry); // code alignment
        skipNumber(entry); // data alignment
        skipNumber(entry); // return address register
        if (text.isEmpty()) {
            return 0;
        }
        if (text.charAt(0) != 'z') {
            return -1;
        }
        skipNumber(entry);
        int signal = text.indexOf("S") > 0 ? SIGNAL_FRAME : 0;
        for (int i = 1; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case 'R' -> {
                    return entry.get() & 0xff | signal;
                }
                case 'L' -> entry.get();
                case 'P' -> {
                    int size = size(entry.get() & 0x0f);
                    entry.position(Math.min(entry.limit(), entry.position() + (size == 0 ? 4 : size)));
                }
                case 'S', 'B' -> {}
                default -> {
                    return -1;
                }
            }
        }
        return signal;
    }

    private static void skipNumber(ByteBuffer entry) {
        while (entry.get() < 0) {
            // LEB128: the last byte has no sign
        }
    }
}

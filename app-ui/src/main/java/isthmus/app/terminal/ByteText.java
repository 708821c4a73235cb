package isthmus.app.terminal;

import java.util.Arrays;

/** The text of an OSC or DCS string, up to 1 MiB of it. Guarded by the terminal's lock. */
final class ByteText {
    private static final int START = 256;
    private static final int LIMIT = 1 << 20;

    private byte[] bytes = new byte[START];
    private int length;
    private boolean overflown;

    void add(int b) {
        if (length == bytes.length) {
            if (length >= LIMIT) {
                overflown = true;
                return;
            }
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) b;
    }

    /** There was more than is kept. */
    boolean overflown() {
        return overflown;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Empty again; a large array is given back. */
    void clear() {
        if (bytes.length > START * 16) {
            bytes = new byte[START];
        }
        length = 0;
        overflown = false;
    }
}

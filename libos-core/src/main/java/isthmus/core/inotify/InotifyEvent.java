package isthmus.core.inotify;

import java.nio.ByteBuffer;

/**
 * One {@code struct inotify_event}.
 *
 * @param watch the watch descriptor; -1 for an overflow
 * @param name the entry of the watched directory, or null
 */
record InotifyEvent(int watch, int mask, int cookie, String name) {
    /** Without the name. */
    static final int HEADER = 16;

    /** Bytes that it takes; a name is padded with NULs, at least one, to a multiple of the header. */
    int bytes() {
        return HEADER + nameBytes();
    }

    private int nameBytes() {
        return name == null ? 0 : name.length() + HEADER & -HEADER;
    }

    /** {@code target} is little endian and has room. */
    void put(ByteBuffer target) {
        int start = target.position();
        target.putInt(watch).putInt(mask).putInt(cookie).putInt(nameBytes());
        if (name != null) {
            for (int i = 0; i < name.length(); i++) {
                target.put((byte) name.charAt(i));
            }
            while (target.position() < start + bytes()) {
                target.put((byte) 0);
            }
        }
    }
}

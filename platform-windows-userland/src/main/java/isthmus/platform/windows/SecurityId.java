package isthmus.platform.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A security identifier of Windows, S-1-AUTHORITY-PARTS ("Well-known SIDs" in Microsoft's documentation). */
final class SecurityId {
    static final int LOW = 0x1000;
    private static final int ENTRY_BYTES = 16;

    private final Memory memory;

    private SecurityId(int authority, int... parts) {
        memory = new Memory(8 + 4L * parts.length);
        memory.clear();
        memory.setByte(0, (byte) 1);
        memory.setByte(1, (byte) parts.length);
        memory.setByte(7, (byte) authority);
        for (int i = 0; i < parts.length; i++) {
            memory.setInt(8 + 4L * i, parts[i]);
        }
    }

    static SecurityId everyone() {
        return new SecurityId(1, 0);
    }

    static SecurityId restrictedCode() {
        return new SecurityId(5, 12);
    }

    static SecurityId users() {
        return new SecurityId(5, 32, 545);
    }

    static SecurityId administrators() {
        return new SecurityId(5, 32, 544);
    }

    /** A level of integrity, such as {@link #LOW}. */
    static SecurityId integrity(int level) {
        return new SecurityId(16, level);
    }

    /** The last part of an identifier that Windows gave. */
    static int lastPart(Pointer id) {
        int parts = id.getByte(1) & 0xff;
        return id.getInt(8 + 4L * (parts - 1));
    }

    /** SID_AND_ATTRIBUTES of winnt.h for each; valid as long as the identifiers are. */
    static Memory entries(int attributes, SecurityId... ids) {
        Memory entries = new Memory((long) ENTRY_BYTES * ids.length);
        entries.clear();
        for (int i = 0; i < ids.length; i++) {
            entries.setLong((long) ENTRY_BYTES * i, Pointer.nativeValue(ids[i].memory));
            entries.setInt((long) ENTRY_BYTES * i + 8, attributes);
        }
        return entries;
    }
}

package isthmus.linux.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Stat;
import isthmus.core.files.StatFs;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Offsets from {@code offsetof} in a C program on x86-64. */
class StatLayoutTest {
    private static final Stat STAT = new Stat(
            DeviceNumbers.make(0, 300),
            7,
            0100644,
            2,
            3,
            4,
            DeviceNumbers.make(5, 6),
            1L << 33,
            4096,
            16,
            1_500_000_000L,
            -1,
            3_000_000_002L,
            4_000_000_003L);

    @Test
    void stat() {
        ByteBuffer bytes = StatLayout.stat(STAT);
        assertEquals(144, bytes.remaining());
        assertEquals(DeviceNumbers.make(0, 300), bytes.getLong(0));
        assertEquals(7, bytes.getLong(8));
        assertEquals(2, bytes.getLong(16));
        assertEquals(0100644, bytes.getInt(24));
        assertEquals(3, bytes.getInt(28));
        assertEquals(4, bytes.getInt(32));
        assertEquals(DeviceNumbers.make(5, 6), bytes.getLong(40));
        assertEquals(1L << 33, bytes.getLong(48));
        assertEquals(4096, bytes.getLong(56));
        assertEquals(16, bytes.getLong(64));
        assertEquals(1, bytes.getLong(72));
        assertEquals(500_000_000, bytes.getLong(80));
        assertEquals(3, bytes.getLong(104));
    }

    @Test
    void timesBefore1970HavePositiveNanoseconds() {
        ByteBuffer bytes = StatLayout.stat(STAT);
        assertEquals(-1, bytes.getLong(88));
        assertEquals(999_999_999, bytes.getLong(96));
    }

    @Test
    void statx() {
        ByteBuffer bytes = StatLayout.statx(STAT, 42, true);
        assertEquals(256, bytes.remaining());
        assertEquals(0x1fff, bytes.getInt(0));
        assertEquals(0x2000, bytes.getLong(8));
        assertEquals(2, bytes.getInt(16));
        assertEquals((short) 0100644, bytes.getShort(28));
        assertEquals(7, bytes.getLong(32));
        assertEquals(1L << 33, bytes.getLong(40));
        assertEquals(4, bytes.getLong(80));
        assertEquals(3, bytes.getInt(88));
        assertEquals(5, bytes.getInt(128));
        assertEquals(6, bytes.getInt(132));
        assertEquals(300, bytes.getInt(140));
        assertEquals(42, bytes.getLong(144));
    }

    @Test
    void statfs() {
        ByteBuffer bytes = StatLayout.statfs(new StatFs(0x01021994, 4096, 10, 9, 8, 7, 6, 255), 33, 1);
        assertEquals(120, bytes.remaining());
        assertEquals(0x01021994, bytes.getLong(0));
        assertEquals(8, bytes.getLong(32));
        assertEquals(33, bytes.getLong(56));
        assertEquals(255, bytes.getLong(64));
        assertEquals(0x21, bytes.getLong(80));
    }
}

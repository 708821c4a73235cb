package isthmus.core.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.asm.PeWriter.Section;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeWriterTest {
    private static final long BASE = 0x1_1000_0000L;

    @Test
    void layout() {
        byte[] code = {(byte) 0xb8, 42, 0, 0, 0, (byte) 0xc3};
        byte[] file = PeWriter.write(
                BASE,
                BASE + 0x1000,
                List.of(
                        new Section(".data", BASE + 0x2000, new byte[513], true, false),
                        new Section(".text", BASE + 0x1000, code, false, true)));
        assertEquals(512 + 512 + 1024, file.length);
        assertEquals((byte) 0xb8, file[512]);
        HexFormat hex = HexFormat.of();
        assertEquals("4d5a" + "00".repeat(58) + "40000000", hex.formatHex(file, 0, 64));
        assertEquals("50450000" + "64860200" + "00".repeat(12) + "f0002300", hex.formatHex(file, 64, 88));
        assertEquals(
                "0b020100" + "00020000" + "00040000" + "00000000" // sizes of code and data
                        + "00100000" + "00100000" // entry, base of code
                        + "0000001001000000" + "00100000" + "00020000" // image base, alignments
                        + "060000000000000006000000" + "00000000" // versions
                        + "00300000" + "00020000" + "00000000" // sizes of image and headers, checksum
                        + "0300" + "0085",
                hex.formatHex(file, 88, 160));
        assertEquals(
                "0000040000000000" + "0040000000000000" + "0000010000000000" + "0010000000000000" + "00000000"
                        + "10000000" + "00".repeat(128),
                hex.formatHex(file, 160, 328));
        assertEquals(
                "2e74657874000000" + "06000000" + "00100000" + "00020000" + "00020000" + "00".repeat(12) + "20000060",
                hex.formatHex(file, 328, 368));
        assertEquals(
                "2e64617461000000" + "01020000" + "00200000" + "00040000" + "00040000" + "00".repeat(12) + "400000c0",
                hex.formatHex(file, 368, 408));
    }

    @Test
    void refusesWhatCannotBeLoaded() {
        byte[] code = {(byte) 0xc3};
        assertThrows(IllegalArgumentException.class, () -> new Section("text", BASE + 1, code, false, true));
        assertThrows(IllegalArgumentException.class, () -> new Section("text", BASE, new byte[0], false, true));
        assertThrows(IllegalArgumentException.class, () -> new Section("verylongname", BASE, code, false, true));
        Section text = new Section("text", BASE + 0x1000, code, false, true);
        Section data = new Section("data", BASE + 0x1000, code, true, false);
        Section far = new Section("far", BASE + 0x3000, code, false, true);
        assertThrows(IllegalArgumentException.class, () -> PeWriter.write(BASE, BASE + 0x1001, List.of(text)));
        assertThrows(IllegalArgumentException.class, () -> PeWriter.write(BASE, BASE + 0x1000, List.of(data)));
        assertThrows(IllegalArgumentException.class, () -> PeWriter.write(BASE, BASE + 0x1000, List.of(text, far)));
        assertThrows(IllegalArgumentException.class, () -> PeWriter.write(BASE + 0x1000, BASE, List.of(text)));
    }
}

package isthmus.core.asm;

import static isthmus.core.asm.ElfWriter.PF_R;
import static isthmus.core.asm.ElfWriter.PF_W;
import static isthmus.core.asm.ElfWriter.PF_X;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.asm.ElfWriter.Segment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElfWriterTest {
    private static final long BASE = 0x7ff0_0000_0000L;

    @Test
    void layout() {
        byte[] code = {(byte) 0xc3};
        byte[] file = ElfWriter.write(
                BASE,
                List.of(
                        new Segment(BASE + 0x10000, new byte[4097], PF_R | PF_W, 0x5000),
                        new Segment(BASE, code, PF_R | PF_X)));
        assertEquals(4096 + 4096 + 8192, file.length);
        assertEquals(code[0], file[4096]);
        HexFormat hex = HexFormat.of();
        assertEquals(
                "7f454c4602010100" + "0000000000000000" // e_ident
                        + "02003e0001000000" + "00000000f07f0000" // type, machine, version; entry
                        + "4000000000000000" + "0000000000000000" // program headers; no section headers
                        + "0000000040003800" + "0300000000000000", // flags and sizes; three program headers
                hex.formatHex(file, 0, 64));
        assertEquals(
                "0100000005000000" + "0010000000000000" // PT_LOAD r-x, offset
                        + "00000000f07f0000" + "00000000f07f0000"
                        + "0100000000000000" + "0100000000000000" + "0010000000000000", // sizes, alignment
                hex.formatHex(file, 64, 120));
        assertEquals(
                "0100000006000000" + "0020000000000000" // PT_LOAD rw-
                        + "00000100f07f0000" + "00000100f07f0000"
                        + "0110000000000000" + "0050000000000000" + "0010000000000000",
                hex.formatHex(file, 120, 176));
        assertEquals(
                "51e5746406000000" + "0000000000000000".repeat(5) + "1000000000000000", // PT_GNU_STACK rw-
                hex.formatHex(file, 176, 232));
    }

    @Test
    void refusesWhatCannotBeLoaded() {
        byte[] code = new byte[4097];
        assertThrows(IllegalArgumentException.class, () -> new Segment(BASE + 1, code, PF_X));
        assertThrows(IllegalArgumentException.class, () -> new Segment(BASE, code, PF_X, 4096));
        assertThrows(IllegalArgumentException.class, () -> new Segment(BASE, code, 8));
        assertThrows(IllegalArgumentException.class, () -> new Segment(BASE, new byte[0], PF_X));
        Segment first = new Segment(BASE, code, PF_X);
        Segment overlapping = new Segment(BASE + 4096, code, PF_R);
        assertThrows(IllegalArgumentException.class, () -> ElfWriter.write(BASE, List.of(first, overlapping)));
        assertThrows(IllegalArgumentException.class, () -> ElfWriter.write(BASE + 4097, List.of(first)));
        assertThrows(IllegalArgumentException.class, () -> ElfWriter.write(BASE + 4096, List.of(overlapping)));
    }
}

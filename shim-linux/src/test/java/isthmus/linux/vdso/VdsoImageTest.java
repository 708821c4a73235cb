package isthmus.linux.vdso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.SharedObjectWriter;
import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VdsoImageTest {
    private static final long ENTRY = 0x7ff1_0000_1234L;

    /** The dynamic symbols' names and values, found as the C libraries do it. */
    private static Map<String, Integer> symbols(byte[] image) {
        ByteBuffer elf = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x464c457f, elf.getInt(0));
        int headers = (int) elf.getLong(32);
        Map<Long, Long> dynamic = new TreeMap<>();
        for (int i = 0; i < elf.getShort(56); i++) {
            int at = headers + 56 * i;
            if (elf.getInt(at) == 2) {
                for (int d = (int) elf.getLong(at + 8); elf.getLong(d) != 0; d += 16) {
                    dynamic.put(elf.getLong(d), elf.getLong(d + 8));
                }
            }
        }
        int names = dynamic.get(5L).intValue();
        int table = dynamic.get(6L).intValue();
        int count = elf.getInt(dynamic.get(4L).intValue() + 4);
        Map<String, Integer> symbols = new TreeMap<>();
        for (int i = 1; i < count; i++) {
            int start = names + elf.getInt(table + 24 * i);
            int end = start;
            while (image[end] != 0) {
                end++;
            }
            symbols.put(new String(image, start, end - start, StandardCharsets.US_ASCII), (int)
                    elf.getLong(table + 24 * i + 8));
            assertNotEquals(0, elf.getShort(table + 24 * i + 6));
        }
        return symbols;
    }

    @Test
    void whatProgramsLookFor() {
        Map<String, Integer> symbols = symbols(VdsoImage.make(ENTRY));
        for (String name : List.of("clock_gettime", "gettimeofday", "time", "clock_getres", "getcpu")) {
            assertEquals(symbols.get(name), symbols.get("__vdso_" + name));
            assertTrue(symbols.get(name) >= SharedObjectWriter.TEXT);
        }
        assertEquals(10, symbols.size());
    }

    private static List<Instruction.Kind> kinds(byte[] image) {
        ByteBuffer elf = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        int sections = (int) elf.getLong(40);
        int end = 0;
        for (int i = 0; i < elf.getShort(60); i++) {
            int at = sections + 64 * i;
            if (elf.getLong(at + 24) == SharedObjectWriter.TEXT) {
                end = (int) (elf.getLong(at + 24) + elf.getLong(at + 32));
            }
        }
        List<Instruction.Kind> kinds = new ArrayList<>();
        for (int at = SharedObjectWriter.TEXT; at < end; ) {
            Instruction next = InstructionDecoder.decode(image, at, end);
            assertTrue(next.length() > 0, "at " + Integer.toHexString(at));
            kinds.add(next.kind());
            at += next.length();
        }
        return kinds;
    }

    /** Where call sites are replaced, nothing in the image is one. */
    @Test
    void callsOfTheKernel() {
        List<Instruction.Kind> replaced = kinds(VdsoImage.make(ENTRY));
        assertEquals(0, count(replaced, Instruction.Kind.SYSCALL));
        assertEquals(0, count(replaced, Instruction.Kind.INVALID));
        List<Instruction.Kind> plain = kinds(VdsoImage.make(0));
        assertEquals(5, count(plain, Instruction.Kind.SYSCALL));
        assertEquals(0, count(plain, Instruction.Kind.INVALID));
    }

    private static long count(List<Instruction.Kind> kinds, Instruction.Kind wanted) {
        return kinds.stream().filter(kind -> kind == wanted).count();
    }
}

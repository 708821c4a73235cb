package isthmus.core.asm;

import static isthmus.core.asm.Register.R9;
import static isthmus.core.asm.Register.RAX;
import static isthmus.core.asm.Register.RBX;
import static isthmus.core.asm.Register.RSP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {
    private static final long BASE = 0x7ff0_0000_0000L;
    private static final List<String> NAMES_32 = List.of(
            "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d", "r13d",
            "r14d", "r15d");
    private static final List<String> NAMES_8 = List.of(
            "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b",
            "r15b");

    @TestFactory
    Stream<DynamicTest> emitsWhatGnuAsEmits() throws IOException {
        Map<String, String> encodings = encodings();
        Map<String, AssemblerRows.Emission> rows = AssemblerRows.all();
        assertEquals(encodings.keySet(), rows.keySet());
        return rows.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    Assembler assembler = new Assembler(BASE);
                    for (Register register : registers(row.getKey())) {
                        row.getValue().emit(assembler, register);
                    }
                    assertEquals(encodings.get(row.getKey()), HexFormat.of().formatHex(assembler.finish()));
                }));
    }

    /** The constants themselves, against the host's assembler. */
    @Test
    void constantsAreRight(@TempDir Path directory) throws IOException, InterruptedException {
        HostTools.assumeLinuxX64();
        Path source = directory.resolve("encodings.s");
        Path object = directory.resolve("encodings.o");
        Path binary = directory.resolve("encodings.bin");
        List<String> lines = new ArrayList<>(List.of(".intel_syntax noprefix"));
        StringBuilder expected = new StringBuilder();
        encodings().forEach((text, hex) -> {
            registers(text).forEach(register -> lines.add(instance(text, register)));
            expected.append(hex);
        });
        Files.write(source, lines);
        HostTools.output("as", "--64", source.toString(), "-o", object.toString());
        HostTools.output("objcopy", "-O", "binary", "-j", ".text", object.toString(), binary.toString());
        assertEquals(expected.toString(), HexFormat.of().formatHex(Files.readAllBytes(binary)));
    }

    @Test
    void labels() {
        Assembler a = new Assembler(BASE);
        Label forward = new Label("forward");
        Label near = new Label("near");
        Label data = new Label("data");
        Label start = a.here("start");
        a.jmp(forward);
        a.jccShort(Cond.NE, near);
        a.jcc(Cond.AE, start);
        a.bind(near);
        a.movLabel(R9, data);
        a.movLabel(RBX, start);
        a.jmpRipMem(data);
        a.loadRip(RAX, data);
        a.call(start);
        a.bind(forward);
        a.jmpShort(near);
        for (Cond condition : List.of(
                Cond.E, Cond.NE, Cond.B, Cond.AE, Cond.BE, Cond.A, Cond.L, Cond.GE, Cond.LE, Cond.G, Cond.S, Cond.NS)) {
            a.jcc(condition, forward);
        }
        a.jccShort(Cond.S, forward);
        a.bind(data);
        // GNU as 2.40 for the same lines, with {disp32} where the jump is not short
        String code = "e92800000075060f83f3ffffff4c8d0d65000000488d1de5ffffffff2558000000488b0551000000e8d3ffffffebde"
                + "0f84f8ffffff0f85f2ffffff0f82ecffffff0f83e6ffffff0f86e0ffffff0f87daffffff0f8cd4ffffff0f8dceffffff"
                + "0f8ec8ffffff0f8fc2ffffff0f88bcffffff0f89b6ffffff78b4";
        assertEquals(code, HexFormat.of().formatHex(a.finish()));
        assertEquals(BASE, a.address(start));
        assertEquals(BASE + 0xd, a.address(near));
        assertEquals(BASE + 0x79, a.address(data));
        assertEquals(a.address(data), a.currentAddress());
    }

    @Test
    void data() {
        Assembler a = new Assembler(BASE);
        Label end = new Label("end");
        a.bytes(1, 0xff);
        a.bytes("ab".getBytes(StandardCharsets.US_ASCII));
        a.int32(-2);
        a.long64(0x0102030405060708L, -1);
        a.long64(end);
        a.zeros(2);
        a.bind(end);
        assertEquals(
                "01ff6162feffffff0807060504030201ffffffffffffffff22000000f07f00000000",
                HexFormat.of().formatHex(a.finish()));
    }

    @Test
    void alignsWithLongNops() {
        Assembler a = new Assembler(BASE + 3);
        a.align(16);
        assertEquals(BASE + 16, a.currentAddress());
        a.align(16);
        assertEquals("660f1f8400000000000f1f4000", HexFormat.of().formatHex(a.finish()));
        assertThrows(IllegalArgumentException.class, () -> a.align(12));
    }

    @Test
    void growsBeyondItsFirstBuffer() {
        Assembler a = new Assembler(BASE);
        Label end = new Label("end");
        a.jmp(end);
        a.nop(100_000);
        a.bind(end);
        byte[] code = a.finish();
        assertEquals(100_005, code.length);
        assertArrayEquals(new byte[] {(byte) 0xe9, (byte) 0xa0, (byte) 0x86, 1, 0}, Arrays.copyOf(code, 5));
    }

    @Test
    void refusesWhatCannotBeEncoded() {
        Assembler a = new Assembler(BASE);
        assertThrows(IllegalArgumentException.class, () -> a.loadIndexed(RAX, RAX, RSP, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> a.loadIndexed(RAX, RAX, RBX, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> a.shl(RAX, 64));
        assertThrows(IllegalArgumentException.class, () -> a.shr32(RAX, 32));
        assertEquals(0, a.size());
    }

    @Test
    void refusesBadLabels() {
        Assembler a = new Assembler(BASE);
        Label label = new Label("far");
        a.jmpShort(label);
        assertThrows(IllegalStateException.class, a::finish);
        a.nop(127);
        Label twice = a.here("twice");
        assertThrows(IllegalStateException.class, () -> a.bind(twice));
        a.nop(1);
        a.bind(label);
        assertThrows(IllegalStateException.class, a::finish);
        assertThrows(IllegalStateException.class, () -> new Assembler(BASE).address(label));
    }

    private static List<Register> registers(String text) {
        return text.contains("{") ? List.of(Register.values()) : List.of(RAX);
    }

    private static String instance(String text, Register register) {
        return text.replace("{r}", register.name().toLowerCase(Locale.ROOT))
                .replace("{d}", NAMES_32.get(register.number()))
                .replace("{b}", NAMES_8.get(register.number()));
    }

    private static Map<String, String> encodings() throws IOException {
        Map<String, String> result = new LinkedHashMap<>();
        try (InputStream in = AssemblerTest.class.getResourceAsStream("encodings.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split(" = ");
                    result.put(parts[0], parts[1]);
                }
            }
        }
        return result;
    }
}

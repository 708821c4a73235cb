package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.HostTools;
import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import isthmus.core.patch.NativeInstructions.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link PairRemover} says in other bytes does on the processor what the instruction does, and holds no pair. */
class PairRemoverTest {
    private static final int ARITHMETIC = 0x8d5, ALWAYS = 0x202;
    private static final long MIDDLE = NativeInstructions.MEMORY + 32;
    /** Values of a base register with which a displacement of 0x50f, or one that ends so, leads into the middle of the memory. */
    private static final long FAR = MIDDLE - 0x50f;

    /** An instruction, and the register that must hold an address; -1 if none does. */
    private record Row(String code, int base, long address) {}

    private static Row row(String code) {
        return new Row(code, -1, 0);
    }

    private static Row row(String code, int base, long address) {
        return new Row(code, base, address);
    }

    private static final List<Row> IMMEDIATES = List.of(
            row("b8 0f 05 00 00"), // mov, and with the other sizes and registers
            row("bf 00 00 0f 34"),
            row("66 b8 0f 05"),
            row("41 b9 cd 2e 00 80"),
            row("48 b8 0f 05 11 22 33 44 cd 2e"),
            row("49 bf 0f 34 11 22 33 44 55 86"),
            row("48 c7 c0 0f 05 00 80"),
            row("49 c7 c3 0f 05 00 00"),
            row("66 c7 c1 0f 05"),
            row("05 0f 05 00 00"), // the accumulator
            row("0d cd 2e 00 00"),
            row("15 0f 05 00 80"),
            row("1d 0f 05 00 00"),
            row("48 25 0f 05 00 80"),
            row("48 2d 0f 05 00 80"),
            row("66 35 0f 05"),
            row("3d 0f 34 00 00"),
            row("a9 0f 05 00 00"),
            row("48 a9 0f 05 00 80"),
            row("66 a9 cd 2e"),
            row("81 c3 0f 05 00 00"), // group 1
            row("48 81 d9 0f 05 00 80"),
            row("49 81 d2 0f 05 00 80"),
            row("66 81 e9 0f 05"),
            row("41 81 fb 0f 05 00 00"),
            row("83 cd 2e"),
            row("49 83 cd 2e"),
            row("66 83 cd 2e"),
            row("f7 c1 0f 05 00 00"), // test
            row("49 f7 c4 0f 05 00 80"),
            row("69 c9 0f 05 00 00"), // imul
            row("4d 69 c1 0f 05 00 80"),
            row("6b cd 2e"),
            row("4c 6b cd 2e"),
            row("80 cd 2e"), // or ch
            row("40 80 cd 2e"),
            row("41 80 cd 80"),
            row("c1 cd 2e"), // ror, a count of which only some bits matter
            row("48 c1 cd 2e"),
            row("49 c1 cd 80"),
            row("66 c1 cd 2e"),
            row("c0 cd 2e"),
            row("0f ac cd 2e"), // shrd
            row("48 0f a4 cd 2e"),
            row("68 0f 05 00 00", 4, MIDDLE), // push
            row("68 0f 05 00 80", 4, MIDDLE));

    private static final List<Row> OPERANDS = List.of(
            row("80 0f 05", 7, MIDDLE), // a displacement of zero
            row("80 48 0f 05", 0, MIDDLE - 15), // a longer one
            row("66 83 48 0f 05", 0, MIDDLE - 15),
            row("8b 88 0f 05 00 00", 0, FAR), // another one: loads, stores, both
            row("8b 80 0f 05 00 00", 0, FAR),
            row("48 8b 80 0f 05 00 00", 0, FAR),
            row("48 8d 80 0f 05 00 00", 0, FAR),
            row("48 63 89 0f 05 00 00", 1, FAR),
            row("0f b6 80 0f 05 00 00", 0, FAR),
            row("48 0f be 8e 0f 05 00 00", 6, FAR),
            row("88 98 0f 05 00 00", 0, FAR),
            row("88 a1 0f 05 00 00", 1, FAR), // ah, at another register
            row("48 89 8c 24 0f 05 00 00", 4, FAR),
            row("49 89 8c 24 0f 05 00 00", 12, FAR),
            row("41 01 8d 0f 05 00 00", 13, FAR),
            row("f0 49 01 81 0f 05 00 00", 9, FAR), // locked
            row("83 90 0f 05 00 00 07", 0, FAR),
            row("c6 80 0f 05 00 00 07", 0, FAR),
            row("f7 98 0f 05 00 00", 0, FAR),
            row("ff 80 0f 05 00 00", 0, FAR),
            row("48 0f 44 88 0f 05 00 00", 0, FAR),
            row("48 87 88 0f 05 00 00", 0, FAR),
            row("8b 04 cd 2e 00 00 20", 1, 0), // no base
            row("8b 0c cd 2e 00 00 20", 1, -1),
            row("4a 01 04 cd 2e 00 00 20", 9, 0),
            row("0f 1f 80 0f 05 00 00"), // nothing at all
            row("0f 18 88 0f 05 00 00"));

    private final Random random = new Random(2);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static List<PairRemover.Step> steps(String hex) {
        byte[] code = bytes(hex);
        Instruction shape = InstructionDecoder.decode(code, 0, code.length);
        assertEquals(code.length, shape.length(), hex);
        assertTrue(HostCallBytes.find(code, 0, code.length) >= 0, hex);
        return PairRemover.rewrite(code, shape);
    }

    /** The replacement, with its constant behind it. */
    private static byte[] replacement(String hex) {
        List<PairRemover.Step> steps = steps(hex);
        assertTrue(!steps.isEmpty(), hex);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int fixup = -1;
        long constant = 0;
        for (PairRemover.Step step : steps) {
            byte[] code = step.bytes().clone();
            if (step.hasConstant()) {
                Arrays.fill(
                        code, step.shape().displacementOffset(), step.shape().displacementOffset() + 4, (byte) -1);
                fixup = out.size() + step.shape().displacementOffset();
                constant = step.constant();
                assertEquals(code.length, step.shape().displacementOffset() + 4, hex);
            }
            assertTrue(HostCallBytes.find(code, 0, code.length) < 0, hex);
            out.writeBytes(code);
        }
        if (fixup < 0) {
            return out.toByteArray();
        }
        byte[] result = Arrays.copyOf(out.toByteArray(), out.size() + 2 + Long.BYTES);
        result[out.size()] = (byte) 0xeb; // jmp behind the constant
        result[out.size() + 1] = Long.BYTES;
        int distance = out.size() + 2 - (fixup + 4);
        for (int i = 0; i < 4; i++) {
            result[fixup + i] = (byte) (distance >> 8 * i);
        }
        for (int i = 0; i < Long.BYTES; i++) {
            result[out.size() + 2 + i] = (byte) (constant >> 8 * i);
        }
        return result;
    }

    private State state(Row row) {
        long[] registers = random.longs(16).toArray();
        if (row.base() >= 0) {
            registers[row.base()] = row.address();
        }
        byte[] memory = new byte[NativeInstructions.MEMORY_BYTES];
        random.nextBytes(memory);
        return new State(registers, ALWAYS | random.nextInt() & ARITHMETIC, memory);
    }

    private void doTheSame(List<Row> rows, Path directory) throws IOException, InterruptedException {
        HostTools.assumeLinuxX64();
        NativeInstructions natively = new NativeInstructions();
        List<String> codes = new ArrayList<>();
        for (Row row : rows) {
            for (int times = 0; times < 20; times++) {
                State start = state(row);
                natively.add(start, bytes(row.code()));
                natively.add(start, replacement(row.code()));
                codes.add(row.code());
            }
        }
        List<State> ends = natively.run(directory);
        for (int i = 0; i < codes.size(); i++) {
            State original = ends.get(2 * i);
            State other = ends.get(2 * i + 1);
            assertArrayEquals(original.registers(), other.registers(), codes.get(i));
            assertEquals(original.flags(), other.flags(), codes.get(i));
            assertArrayEquals(original.memory(), other.memory(), codes.get(i));
        }
    }

    @Test
    void immediates(@TempDir Path directory) throws IOException, InterruptedException {
        doTheSame(IMMEDIATES, directory);
    }

    @Test
    void operands(@TempDir Path directory) throws IOException, InterruptedException {
        doTheSame(OPERANDS, directory);
    }

    /** Base and index, each way round, with registers from both halves. */
    @Test
    void baseAndIndexAreExchanged() {
        assertExchanged("8b 44 0f 05", "8b 44 39 05");
        assertExchanged("48 8b 44 0f 05", "48 8b 44 39 05");
        assertExchanged("4a 8b 44 0f 05", "49 8b 44 39 05");
        assertExchanged("49 8b 44 0f 34", "4a 8b 44 39 34");
        assertExchanged("c5 f8 11 44 0f 05", "c5 f8 11 44 39 05");
        assertExchanged("c4 a1 78 11 44 0f 05", "c4 c1 78 11 44 39 05");
        assertExchanged("62 f1 7c 48 11 44 0f 05", "62 f1 7c 48 11 44 39 05");
        assertExchanged("62 b1 7c 48 11 44 0f 05", "62 d1 7c 48 11 44 39 05");
    }

    /** The second and third of three vectors, and what is done for the bits of one but not the other. */
    @Test
    void threeBits() {
        assertExchanged("62 f3 e5 48 25 cd 80", "62 f3 d5 48 25 cb 80");
        assertExchanged("62 f3 e5 48 25 cd 2e", "62 f3 d5 48 25 cb 4e");
        assertExchanged("62 b3 e5 40 25 cd 2e", "62 b3 d5 40 25 cb 4e");
        assertExchanged("62 53 e5 40 25 cd 2e", "62 33 95 48 25 cb 4e");
    }

    private static void assertExchanged(String code, String other) {
        List<PairRemover.Step> steps = steps(code);
        assertEquals(1, steps.size(), code);
        assertArrayEquals(bytes(other), steps.getFirst().bytes(), code);
    }

    /** While a register is off, it is said by how much, and whether the instruction has been done. */
    @Test
    void whatIsOff() {
        List<PairRemover.Step> steps = steps("8b 88 0f 05 00 00");
        assertEquals(3, steps.size());
        assertEquals(CodeCopy.NOTHING, steps.get(0).register());
        for (int i = 1; i < 3; i++) {
            assertEquals(0, steps.get(i).register());
            assertEquals(-1, steps.get(i).amount());
            assertEquals(i == 2, steps.get(i).isDone());
        }
        assertEquals(2, steps("8b 80 0f 05 00 00").size()); // the base is overwritten
    }

    @Test
    void whatIsRefused() {
        for (String code : List.of(
                "ff 24 cd 2e 00 00 00", // no base: with a byte of displacement it would have one
                "89 0c cd 2e 00 00 00",
                "89 80 0f 05 00 00", // the base is stored
                "88 80 0f 05 00 00",
                "88 a0 0f 05 00 00", // and so is a part of it
                "8a a0 0f 05 00 00",
                "86 a0 0f 05 00 00",
                "8b 84 80 0f 05 00 00", // the base is the index
                "66 69 c9 0f 05",
                "c7 05 00 00 00 00 0f 05 00 00", // RIP-relative
                "0f c7 88 0f 05 00 00", // cmpxchg8b uses more registers
                "62 f2 7d 49 92 44 0f 05", // a gather
                "c4 e2 fd 90 44 0f 05",
                "c4 e2 7b 4b 44 0f 05")) { // tileloadd
            assertEquals(List.of(), steps(code), code);
        }
    }
}

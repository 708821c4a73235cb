package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.HostTools;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MemoryLimits;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.patch.NativeInstructions.State;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import isthmus.core.south.mock.ArrayRegisters;
import isthmus.core.south.mock.MockPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Emulator} does to registers, flags and memory, against the processor. */
class EmulatorTest {
    private static final int ADJUST = 0x10, ARITHMETIC = 0x8d5, ALWAYS = 0x202;
    private static final int RBX = 3, RDI = 7, R9 = 9;
    private static final int RW = Protection.READ | Protection.WRITE;
    private static final int PRIVATE = MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED;
    private static final int[] OPERANDS = {
        0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fff_ffff, 0x8000_0000, 0x0f050f05
    };

    private final MockPlatform platform = new MockPlatform(4096);
    private final AddressSpace space =
            new AddressSpace(new PhysicalMemory(platform, 1 << 30), platform.spawn(), MemoryLimits.NONE);
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        space.release();
        platform.close();
    }

    private static ArrayRegisters registers(State state) {
        ArrayRegisters result = new ArrayRegisters();
        for (int r = 0; r < 16; r++) {
            result.set(EagerPatcher.REGISTERS[r], state.registers()[r]);
        }
        result.set(Registers.RFLAGS, state.flags());
        return result;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Each size of each instruction: prefixes, REX.W or not, opcode, bytes of the immediate. */
    private record Form(boolean small, boolean wide, int opcode, int immediate) {}

    private static List<Form> forms() {
        List<Form> forms = new ArrayList<>();
        for (int opcode : new int[] {0x80, 0xc6, 0xf6}) {
            forms.add(new Form(false, false, opcode, 1));
        }
        for (int opcode : new int[] {0x81, 0xc7, 0xf7, 0x83}) {
            forms.add(new Form(true, false, opcode, opcode == 0x83 ? 1 : 2));
            forms.add(new Form(false, false, opcode, opcode == 0x83 ? 1 : 4));
            forms.add(new Form(false, true, opcode, opcode == 0x83 ? 1 : 4));
        }
        return forms;
    }

    /** ModRM, SIB and displacement of the ways to say where memory is, reg being 0; all lie in the memory of the state. */
    private static byte[][] places() {
        return new byte[][] {
            bytes("03"),
            bytes("43 08"),
            bytes("83 f8 ff ff ff"),
            bytes("04 3b"),
            bytes("44 fb 10"),
            bytes("04 25 20 00 00 20")
        };
    }

    private byte[] instruction(Form form, int extension, byte[] place, long value) {
        byte[] start = form.small() ? bytes("66") : form.wide() ? bytes("48") : new byte[0];
        byte[] operand = place.clone();
        operand[0] |= (byte) (extension << 3);
        byte[] immediate = new byte[form.immediate()];
        for (int i = 0; i < immediate.length; i++) {
            immediate[i] = (byte) (value >> 8 * i);
        }
        return join(start, new byte[] {(byte) form.opcode()}, operand, immediate);
    }

    private State state() {
        long[] registers = new long[16];
        for (int r = 0; r < 16; r++) {
            registers[r] = random.nextLong();
        }
        registers[RBX] = NativeInstructions.MEMORY + 16;
        registers[RDI] = 2;
        byte[] memory = new byte[NativeInstructions.MEMORY_BYTES];
        for (int i = 0; i < memory.length; i += 4) {
            int word = OPERANDS[random.nextInt(OPERANDS.length)];
            for (int k = 0; k < 4; k++) {
                memory[i + k] = (byte) (word >> 8 * k);
            }
        }
        return new State(registers, ALWAYS | random.nextInt() & ARITHMETIC, memory);
    }

    @Test
    void doesWhatTheProcessorDoes(@TempDir Path directory) throws IOException, InterruptedException, InvalidAccess {
        HostTools.assumeLinuxX64();
        NativeInstructions natively = new NativeInstructions();
        List<byte[]> codes = new ArrayList<>();
        List<State> starts = new ArrayList<>();
        for (Form form : forms()) {
            boolean isGroup1 = form.opcode() < 0x84;
            for (int extension = 0; extension < (isGroup1 ? 8 : 1); extension++) {
                for (byte[] place : places()) {
                    for (int value : OPERANDS) {
                        byte[] code = instruction(form, extension, place, value);
                        State start = state();
                        assertTrue(Emulator.knows(code), () -> HexFormat.of().formatHex(code));
                        natively.add(start, code);
                        codes.add(code);
                        starts.add(start);
                    }
                }
            }
        }
        List<State> ends = natively.run(directory);
        space.mmap(NativeInstructions.MEMORY, 4096, RW, PRIVATE, null, 0, null);
        for (int i = 0; i < codes.size(); i++) {
            compare(codes.get(i), starts.get(i), ends.get(i));
        }
    }

    private void compare(byte[] code, State start, State end) throws InvalidAccess {
        String text = HexFormat.of().formatHex(code) + " flags " + Long.toHexString(start.flags());
        ArrayRegisters registers = registers(start);
        space.memory().write(NativeInstructions.MEMORY, start.memory());
        assertFalse(Emulator.run(0, code, registers, space.memory()));
        assertArrayEquals(
                end.memory(),
                space.memory().readBytes(NativeInstructions.MEMORY, NativeInstructions.MEMORY_BYTES),
                text);
        long defined = isLogical(code) ? ~ADJUST : ~0;
        assertEquals(end.flags() & defined, registers.get(Registers.RFLAGS) & defined, text);
        for (int r = 0; r < 16; r++) {
            assertEquals(end.registers()[r], registers.get(EagerPatcher.REGISTERS[r]), text);
        }
    }

    /** Those that leave the adjust flag undefined: or, and, xor, test. */
    private static boolean isLogical(byte[] code) {
        int at = code[0] == 0x66 || code[0] == 0x48 ? 1 : 0;
        int opcode = code[at] & 0xff;
        int extension = code[at + 1] >> 3 & 7;
        return opcode >= 0xf6 || opcode < 0x84 && (extension == 1 || extension == 4 || extension == 6);
    }

    /** Where memory is, in the forms that cannot be tried natively. */
    @Test
    void addresses() {
        ArrayRegisters registers = new ArrayRegisters();
        registers.set(Registers.FS_BASE, 0x7000);
        registers.set(EagerPatcher.REGISTERS[RBX], -16);
        registers.set(EagerPatcher.REGISTERS[R9], 0x1_0000_0100L);
        assertEquals(
                0x1000 + 11 + 0x20, Emulator.address(0x1000, bytes("48 c7 05 20 00 00 00 0f 05 00 00"), registers));
        assertEquals(0x1000 + 8 + 0x20 + 0x7000, Emulator.address(0x1000, bytes("64 c6 05 20 00 00 00 05"), registers));
        assertEquals(0x7000 - 16, Emulator.address(0, bytes("64 c6 03 05"), registers));
        assertEquals(0xffff_fff0L, Emulator.address(0, bytes("67 c6 03 05"), registers));
        assertEquals(0x1_0000_0100L + 2, Emulator.address(0, bytes("41 c6 41 02 05"), registers));
        assertEquals(0x4_0000_0400L - 8, Emulator.address(0, bytes("42 c6 04 8d f8 ff ff ff 05"), registers));
    }

    @Test
    void whatItDoesNotKnow() {
        for (String code : List.of(
                "f0 83 03 05", // lock
                "65 c6 03 05", // GS
                "83 c3 05", // a register
                "f6 13", // not
                "f7 1b", // neg
                "f6 0b 05", // test by its undocumented number
                "c1 03 05", // a shift
                "6b 0b 05", // imul
                "8b 03", // no immediate
                "0f ba 23 05", // bt
                "05 0f 05 00 00", // no memory
                "c5 f8 10 03")) {
            assertFalse(Emulator.knows(bytes(code)), code);
        }
    }

    /** Nothing has changed where memory is not there, or may only be read. */
    @Test
    void anAccessThatFails() {
        for (String code : List.of("48 83 13 05", "83 03 05", "80 3b 05", "c7 03 0f 05 00 00")) {
            assertFails(code);
        }
        space.mmap(NativeInstructions.MEMORY, 4096, Protection.READ, PRIVATE, null, 0, null);
        for (String code : List.of("48 83 13 05", "83 03 05", "c7 03 0f 05 00 00")) {
            assertFails(code);
        }
    }

    private void assertFails(String code) {
        State start = state();
        ArrayRegisters registers = registers(start);
        assertThrows(InvalidAccess.class, () -> Emulator.run(0, bytes(code), registers, space.memory()), code);
        assertArrayEquals(registers(start).values(), registers.values(), code);
    }
}

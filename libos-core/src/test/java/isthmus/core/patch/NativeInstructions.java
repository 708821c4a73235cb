package isthmus.core.patch;

import isthmus.core.asm.ElfWriter;
import isthmus.core.asm.ElfWriter.Segment;
import isthmus.core.asm.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Carries out instructions on the host's processor, each after the other in one program, with a state of its own. */
final class NativeInstructions {
    /** Where the memory is that an instruction may use; below 2 GiB. */
    static final long MEMORY = 0x2000_0000L;

    static final int MEMORY_BYTES = 64;

    private static final long CODE = 0x1000_0000L;
    private static final long STACK = MEMORY + 0x8000;
    private static final long STATES = MEMORY + 0x10000;
    private static final int FLAGS = 16 * Long.BYTES;
    private static final int BYTES = FLAGS + Long.BYTES + MEMORY_BYTES;

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<State> before = new ArrayList<>();

    /**
     * What an instruction finds or leaves.
     *
     * @param registers in the order of the instruction encoding
     */
    record State(long[] registers, long flags, byte[] memory) {
        State copy() {
            return new State(registers.clone(), flags, memory.clone());
        }
    }

    /** Adds instructions; the number of the result. */
    int add(State start, byte[] instructions) {
        int number = before.size();
        before.add(start.copy());
        int state = (int) STATES + number * BYTES;
        int scratch = (int) MEMORY;
        move(0xbc, (int) STACK);
        copy(state + FLAGS + Long.BYTES, scratch);
        put(0xff, 0x34, 0x25);
        put32(state + FLAGS);
        put(0x9d); // popfq
        registers(0x8b, state);
        code.writeBytes(instructions);
        registers(0x89, state);
        move(0xbc, (int) STACK);
        put(0x9c, 0x8f, 0x04, 0x25); // pushfq, pop
        put32(state + FLAGS);
        copy(scratch, state + FLAGS + Long.BYTES);
        return number;
    }

    /** Runs them; what each left. */
    List<State> run(Path directory) throws IOException, InterruptedException {
        byte[] data = new byte[(int) (STATES - MEMORY) + before.size() * BYTES];
        for (int i = 0; i < before.size(); i++) {
            ByteBuffer place = place(data, (int) (STATES - MEMORY), i);
            for (long register : before.get(i).registers()) {
                place.putLong(register);
            }
            place.putLong(before.get(i).flags()).put(before.get(i).memory());
        }
        exit(before.size() * BYTES);
        byte[] elf = ElfWriter.write(
                CODE,
                List.of(
                        new Segment(CODE, code.toByteArray(), ElfWriter.PF_R | ElfWriter.PF_X),
                        new Segment(MEMORY, data, ElfWriter.PF_R | ElfWriter.PF_W)));
        Path program = directory.resolve("instructions");
        Files.write(program, elf);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        byte[] output = HostTools.output(program.toString()).getBytes(StandardCharsets.ISO_8859_1);
        List<State> after = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            ByteBuffer place = place(output, 0, i);
            long[] registers = new long[16];
            for (int r = 0; r < 16; r++) {
                registers[r] = place.getLong();
            }
            long flags = place.getLong();
            byte[] memory = new byte[MEMORY_BYTES];
            place.get(memory);
            after.add(new State(registers, flags, memory));
        }
        return after;
    }

    private static ByteBuffer place(byte[] bytes, int start, int number) {
        return ByteBuffer.wrap(bytes, start + number * BYTES, BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Loads (8b) or stores (89) all registers. */
    private void registers(int opcode, int state) {
        for (int r = 0; r < 16; r++) {
            put(r < 8 ? 0x48 : 0x4c, opcode, (r & 7) << 3 | 4, 0x25);
            put32(state + r * Long.BYTES);
        }
    }

    private void copy(int from, int to) {
        move(0xbe, from);
        move(0xbf, to);
        move(0xb9, MEMORY_BYTES);
        put(0xf3, 0xa4); // rep movsb
    }

    /** write(1, states, bytes); exit_group(0). */
    private void exit(int bytes) {
        move(0xbf, 1);
        move(0xbe, (int) STATES);
        move(0xba, bytes);
        move(0xb8, 1);
        put(0x0f, 0x05);
        put(0x31, 0xff);
        move(0xb8, 231);
        put(0x0f, 0x05);
    }

    /** {@code mov r32, value}, by its opcode. */
    private void move(int opcode, int value) {
        put(opcode);
        put32(value);
    }

    private void put(int... bytes) {
        for (int b : bytes) {
            code.write(b);
        }
    }

    private void put32(int value) {
        for (int i = 0; i < 4; i++) {
            code.write(value >> 8 * i);
        }
    }
}

package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Instructions from one that is about to be executed on, as they follow each other. A guess past it, that matters for
 * speed only: whatever is in the copy does what the guest's bytes do there.
 */
final class Translation implements SitePlan.Body {
    /** Instructions in one copy at most. */
    static final int LONGEST = 400;

    /** Of the guest in one copy at most. */
    static final int MOST_BYTES = 4096;

    static final int MAX_INSTRUCTION = 15;
    /** Of our code for one instruction of the guest. */
    private static final int ROOM = 40;

    private final long address;
    private final byte[] bytes;
    private final List<Instruction> instructions;

    private Translation(long address, byte[] bytes, List<Instruction> instructions) {
        this.address = address;
        this.bytes = bytes;
        this.instructions = instructions;
    }

    /** Reads code from the start on; how many bytes there were. */
    interface Reader {
        int read(byte[] target);
    }

    /** Null if not a byte can be read. */
    static Translation of(long rip, int longest, Reader reader) {
        byte[] code = new byte[longest == 1 ? MAX_INSTRUCTION : MOST_BYTES];
        int limit = reader.read(code);
        if (limit <= 0) {
            return null;
        }
        List<Instruction> found = new ArrayList<>();
        int at = 0;
        long needed = rip;
        while (found.size() < longest) {
            Instruction next = InstructionDecoder.decode(code, at, Math.min(limit, at + MAX_INSTRUCTION));
            if (!next.isValid() && !found.isEmpty()) {
                break;
            }
            found.add(next);
            if (next.isRelativeBranch() && next.kind() != Instruction.Kind.CALL) {
                long target = next.target(rip + at);
                needed = target > needed && target < rip + limit ? target : needed;
            }
            at += next.length();
            if (!next.isValid() || endsRun(next) && needed < rip + at) {
                break;
            }
        }
        return new Translation(rip, Arrays.copyOf(code, at), found);
    }

    /** Whether the first instruction was there with all its bytes. */
    boolean isWhole() {
        return instructions.getFirst().kind() != Instruction.Kind.TRUNCATED;
    }

    /** The same, or less of it, so that it does not end where nobody must go on. */
    Translation endingOutside(LongPredicate hidden) {
        int count = instructions.size();
        int length = bytes.length;
        while (count > 1 && hidden.test(address + length)) {
            count--;
            length -= instructions.get(count).length();
        }
        return count == instructions.size()
                ? this
                : new Translation(address, Arrays.copyOf(bytes, length), List.copyOf(instructions.subList(0, count)));
    }

    /** Where it goes on that comes to its end. */
    long exit() {
        return address + bytes.length;
    }

    /** The same bytes, to compare with others; it cannot be written again. */
    Translation asKey() {
        return new Translation(address, bytes, List.of());
    }

    /** Bytes of the guest. */
    int length() {
        return bytes.length;
    }

    /** Whether it is a translation of these bytes. */
    boolean isOf(byte[] code) {
        return Arrays.equals(bytes, code);
    }

    private static boolean endsRun(Instruction instruction) {
        return switch (instruction.kind()) {
            case JUMP, RETURN, INDIRECT_JUMP -> true;
            default -> false;
        };
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public int room() {
        return instructions.size() * ROOM + ROOM;
    }

    @Override
    public byte[] original() {
        return null;
    }

    @Override
    public void write(Relocator relocator) {
        int at = 0;
        for (Instruction instruction : instructions) {
            byte[] code = Arrays.copyOfRange(bytes, at, at + instruction.length());
            at += instruction.length();
            relocator.add(address + at - code.length, code, instruction, at < bytes.length);
        }
        relocator.jumpTo(address + at);
    }

    @Override
    public boolean suits(CodeCopy copy) {
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Translation that && address == that.address && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(address) ^ Arrays.hashCode(bytes);
    }
}

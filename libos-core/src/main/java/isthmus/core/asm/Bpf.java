package isthmus.core.asm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a classic BPF program for seccomp(2): an array of {@code struct sock_filter} (linux/filter.h) over
 * {@code struct seccomp_data}. Jumps go forward only, conditional ones by at most 255 instructions. A condition
 * without a label for one of its outcomes goes on with the next instruction for it. Not thread-safe.
 */
public final class Bpf {
    /** BPF_MAXINSNS in linux/bpf_common.h. */
    private static final int MAX_INSTRUCTIONS = 4096;
    /** The size of struct seccomp_data: nr, arch, instruction_pointer, args[6]. */
    private static final int SECCOMP_DATA_SIZE = 64;

    private static final int INSTRUCTION_SIZE = 8;
    private static final int MAX_CONDITIONAL_JUMP = 255;

    private static final int LD_W_ABS = 0x20;
    private static final int JMP_JA = 0x05;
    private static final int JMP_JEQ_K = 0x15;
    private static final int JMP_JGT_K = 0x25;
    private static final int JMP_JGE_K = 0x35;
    private static final int JMP_JSET_K = 0x45;
    private static final int ALU_AND_K = 0x54;
    private static final int RET_K = 0x06;

    private final List<Instruction> instructions = new ArrayList<>();

    /** A place in one program. */
    public static final class Label {
        private final String name;
        private Bpf owner;
        private int position;

        /** An unbound label; the name appears in error messages only. */
        public Label(String name) {
            this.name = name;
        }
    }

    private record Instruction(int code, Label ifTrue, Label ifFalse, int k) {}

    /** Gives {@code label} the present place. */
    public void bind(Label label) {
        if (label.owner != null) {
            throw new IllegalStateException("label bound twice: " + label.name);
        }
        label.owner = this;
        label.position = instructions.size();
    }

    /** Loads the 32-bit word at this offset of {@code struct seccomp_data}: a multiple of 4 below 64. */
    public void ldAbs(int offset) {
        if (offset < 0 || offset >= SECCOMP_DATA_SIZE || offset % 4 != 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
        emit(LD_W_ABS, null, null, offset);
    }

    /** A &= k. */
    public void and(int k) {
        emit(ALU_AND_K, null, null, k);
    }

    /** Jumps any distance forward. */
    public void ja(Label target) {
        emit(JMP_JA, target, null, 0);
    }

    /** If A == k. A null label means the next instruction, here and below. */
    public void jeq(int k, Label ifTrue, Label ifFalse) {
        emit(JMP_JEQ_K, ifTrue, ifFalse, k);
    }

    public void jeq(int k, Label ifTrue) {
        jeq(k, ifTrue, null);
    }

    /** If A &gt; k, unsigned. */
    public void jgt(int k, Label ifTrue, Label ifFalse) {
        emit(JMP_JGT_K, ifTrue, ifFalse, k);
    }

    public void jgt(int k, Label ifTrue) {
        jgt(k, ifTrue, null);
    }

    /** If A &gt;= k, unsigned. */
    public void jge(int k, Label ifTrue, Label ifFalse) {
        emit(JMP_JGE_K, ifTrue, ifFalse, k);
    }

    public void jge(int k, Label ifTrue) {
        jge(k, ifTrue, null);
    }

    /** If (A &amp; k) != 0. */
    public void jset(int k, Label ifTrue, Label ifFalse) {
        emit(JMP_JSET_K, ifTrue, ifFalse, k);
    }

    public void jset(int k, Label ifTrue) {
        jset(k, ifTrue, null);
    }

    /** Ends with this result, a {@code SECCOMP_RET_} value. */
    public void ret(int k) {
        emit(RET_K, null, null, k);
    }

    /** The number of instructions so far, as {@code sock_fprog.len} wants it. */
    public int size() {
        return instructions.size();
    }

    /**
     * The program, eight bytes an instruction.
     *
     * @throws IllegalStateException if a label is not bound or out of reach, or the program is empty, too long, or
     *     does not end with {@code ret}
     */
    public byte[] finish() {
        int count = instructions.size();
        if (count == 0 || count > MAX_INSTRUCTIONS || instructions.get(count - 1).code != RET_K) {
            throw new IllegalStateException("not a program: " + count + " instructions");
        }
        ByteBuffer out = ByteBuffer.allocate(count * INSTRUCTION_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            Instruction instruction = instructions.get(i);
            out.putShort((short) instruction.code);
            if (instruction.code == JMP_JA) {
                out.putShort((short) 0).putInt(distance(i, instruction.ifTrue, MAX_INSTRUCTIONS));
            } else {
                out.put((byte) distance(i, instruction.ifTrue, MAX_CONDITIONAL_JUMP));
                out.put((byte) distance(i, instruction.ifFalse, MAX_CONDITIONAL_JUMP));
                out.putInt(instruction.k);
            }
        }
        return out.array();
    }

    private int distance(int from, Label target, int max) {
        if (target == null) {
            return 0;
        }
        if (target.owner != this) {
            throw new IllegalStateException("label not bound in this program: " + target.name);
        }
        int distance = target.position - (from + 1);
        if (distance < 0 || distance > max || target.position >= instructions.size()) {
            throw new IllegalStateException("label out of reach: " + target.name + " by " + distance);
        }
        return distance;
    }

    private void emit(int code, Label ifTrue, Label ifFalse, int k) {
        instructions.add(new Instruction(code, ifTrue, ifFalse, k));
    }
}

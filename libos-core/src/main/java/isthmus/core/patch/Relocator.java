package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies instructions so that they do at another place what they did at their own, and contain no pair of {@link
 * HostCallBytes}. What the copy pushes as a return address is the guest's own; what lies at a distance from an
 * instruction is found by a new distance. A place where a distance happens to contain a pair is refused by
 * {@link #finish()}, and another one may do.
 */
final class Relocator {
    private static final int RCX = 1, RSP = 4;
    /** Below the stack pointer, which functions use without moving it (System V ABI). */
    private static final int RED_ZONE = 128;

    /** Where eight bytes of data are kept that code near refers to. */
    interface Constants {
        /** The address of a constant; 0 if there is no more room. */
        long address(long value);
    }

    /** How a copy goes on at an address of the guest for which there may be a copy too ({@link Links}). */
    interface Exits {
        /** The address of the eight bytes that say where; 0 if there is no more room. */
        long cell(long guest);

        /** The address of the {@link Lookup}. */
        long lookup();
    }

    private record Fixup(int at, long target) {}

    private final long base;
    private final Constants constants;
    private final long entryCell;
    private final Exits exits;
    private byte[] out = new byte[128];
    private int size;
    private boolean failed;
    /** Where the guest's instructions lie. */
    private long from = Long.MAX_VALUE;

    private long to = Long.MIN_VALUE;
    private final List<CodeCopy.Mark> marks = new ArrayList<>();
    private final Map<Long, Integer> starts = new HashMap<>();
    private final List<Fixup> fixups = new ArrayList<>();
    private final Map<Long, byte[]> emulated = new HashMap<>();

    /**
     * @param base where the copy will be
     * @param entryCell the address of the cell that holds the address of the stub's entry
     * @param exits null if the copy goes on at the guest's own addresses
     */
    Relocator(long base, Constants constants, long entryCell, Exits exits) {
        this.base = base;
        this.constants = constants;
        this.entryCell = entryCell;
        this.exits = exits;
    }

    /** Instructions that the kernel has to carry out, by where the copy traps for it, in two bytes. */
    Map<Long, byte[]> emulated() {
        return emulated;
    }

    /** The finished copy, or null if a pair remains, a distance is too far, or an instruction cannot be copied. */
    CodeCopy finish() {
        Map<Long, Integer> jumps = new HashMap<>();
        for (Fixup fixup : fixups) {
            Integer inside = starts.get(fixup.target);
            if (inside == null && exits != null && !failed) {
                inside = jumps.computeIfAbsent(fixup.target, this::linkedJump);
            }
            putDistance(fixup.at, inside != null ? base + inside : fixup.target, base + fixup.at + 4);
        }
        if (failed || HostCallBytes.find(out, 0, size) >= 0) {
            return null;
        }
        return new CodeCopy(base, Arrays.copyOf(out, size), from, to, marks);
    }

    // --- output
    // -------------------------------------------------------------------------------------------------------

    private void mark(long guest, int register, int amount) {
        mark(guest, register, amount, 0);
    }

    private void mark(long guest, int register, int amount, int stack) {
        marks.add(new CodeCopy.Mark(size, guest, false, register, amount, stack, 0));
    }

    /** rax lies at a distance from the stack pointer, which is off. */
    private void markSaved(long guest, int saved, int stack) {
        marks.add(new CodeCopy.Mark(size, guest, false, CodeCopy.NOTHING, 0, stack, saved));
    }

    private void put(int... bytes) {
        if (size > 0 && bytes.length > 0 && HostCallBytes.isPair(out[size - 1], bytes[0])) {
            append(0x90);
        }
        for (int b : bytes) {
            append(b);
        }
    }

    private void put(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i];
        }
        put(values);
    }

    private void append(int value) {
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = (byte) value;
    }

    private void putDistance(int at, long target, long from) {
        long distance = target - from;
        failed |= distance != (int) distance;
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (distance >> 8 * i);
        }
    }

    /** Four bytes for the distance of a branch to a guest's address, which may be inside of this copy. */
    private void branchDistance(long target) {
        fixups.add(new Fixup(size, target));
        append(0xff);
        append(0xff);
        append(0xff);
        append(0xff);
    }

    /** Four bytes for the distance to an address, from the end of the instruction {@code after} bytes behind them. */
    private void distance(long target, int after) {
        int at = size;
        for (int i = 0; i < 4; i++) {
            append(0xff);
        }
        putDistance(at, target, base + size + after);
    }

    /** Goes on at an address of the guest. */
    void jumpTo(long guest) {
        mark(guest, CodeCopy.NOTHING, 0);
        put(0xe9);
        branchDistance(guest);
    }

    /** Goes on where {@link Exits#cell} says; where that starts. */
    private int linkedJump(long guest) {
        long cell = exits.cell(guest);
        failed |= cell == 0;
        mark(guest, CodeCopy.NOTHING, 0);
        int at = size;
        put(0xff, 0x25); // jmp through the cell
        distance(cell, 0);
        return at;
    }

    // --- instructions
    // -------------------------------------------------------------------------------------------------

    /**
     * Adds one instruction.
     *
     * @param bytes exactly its bytes
     * @param returnsHere after a system call, whether to go on in the copy, or else behind it at the guest's own place
     */
    void add(long guest, byte[] bytes, Instruction shape, boolean returnsHere) {
        boolean isFirst = starts.putIfAbsent(guest, size) == null;
        marks.add(new CodeCopy.Mark(size, guest, isFirst, CodeCopy.NOTHING, 0, 0, 0));
        long next = guest + bytes.length;
        from = Math.min(from, guest);
        to = Math.max(to, shape.isValid() ? next : guest + Translation.MAX_INSTRUCTION);
        switch (shape.kind()) {
            case SYSCALL -> call(next, returnsHere);
            case SYSENTER, INVALID, TRUNCATED -> put(0x0f, 0x0b);
            case INTERRUPT -> {
                if (HostCallBytes.find(bytes, 0, bytes.length) >= 0) {
                    emulated.put(base + size, bytes);
                    put(0xf4); // a general protection fault, as it would be
                } else {
                    put(bytes);
                }
            }
            case JUMP -> {
                put(0xe9);
                branchDistance(shape.target(guest));
            }
            case CONDITIONAL_JUMP -> conditional(bytes, shape, shape.target(guest));
            case CALL -> {
                pushReturn(next);
                mark(shape.target(guest), CodeCopy.NOTHING, 0);
                put(0xe9);
                branchDistance(shape.target(guest));
            }
            case INDIRECT_CALL, RETURN, INDIRECT_JUMP -> {
                if (exits == null || !linked(guest, bytes, shape, next)) {
                    indirect(guest, bytes, shape, next);
                }
            }
            case ORDINARY -> plain(guest, bytes, shape, next);
        }
    }

    private void indirect(long guest, byte[] bytes, Instruction shape, long next) {
        if (shape.kind() == Instruction.Kind.INDIRECT_CALL) {
            indirectCall(guest, bytes, shape, next);
        } else {
            plain(guest, bytes, shape, next);
        }
    }

    /** A jump, call or return through {@link Lookup}; false if it is of another form. */
    private boolean linked(long guest, byte[] bytes, Instruction shape, long next) {
        IndirectBranch branch = IndirectBranch.of(bytes, shape);
        if (branch == null
                || branch.isRipRelative() && shape.addressSize32()
                || !isFree(branch.load(), branch.shape())) {
            return false;
        }
        int stack = branch.stack();
        put(IndirectBranch.saveRax(Lookup.SAVED_RAX + stack));
        copy(branch.load(), branch.shape(), branch.isRipRelative() ? shape.target(guest) : 0);
        markSaved(guest, Lookup.SAVED_RAX + stack, 0);
        if (stack < 0) {
            pushReturn(next);
        } else if (stack > 0) {
            put(0x48, 0x8d, 0x64, 0x24, stack); // lea rsp, [rsp + stack]
        }
        markSaved(guest, Lookup.SAVED_RAX, -stack);
        put(0xe9);
        distance(exits.lookup(), 0);
        return true;
    }

    private void call(long next, boolean returnsHere) {
        put(0x48, 0x8d, 0x0d); // lea rcx
        int at = size;
        distance(next, 0);
        put(0xff, 0x25); // jmp through the cell
        distance(entryCell, 0);
        if (returnsHere) {
            putDistance(at, base + size, base + at + 4);
            mark(next, RCX, (int) (next - base - size)); // who branches to what follows does not come here
            put(0x48, 0x8d, 0x0d);
            distance(next, 0);
        }
    }

    private void conditional(byte[] bytes, Instruction shape, long target) {
        int opcode = bytes[shape.relativeOffset() - 1] & 0xff;
        if (opcode >= 0xe0 && opcode <= 0xe3 && shape.relativeSize() == 1) {
            if (shape.addressSize32()) {
                put(0x67);
            }
            put(opcode, 0x02, 0xeb, 0x05, 0xe9);
        } else if (opcode == 0xf8) {
            put(0xc7, 0xf8); // xbegin
        } else {
            put(0x0f, 0x80 | opcode & 15);
        }
        branchDistance(target);
    }

    private void pushReturn(long next) {
        long cell = constants.address(next);
        failed |= cell == 0;
        put(0xff, 0x35); // push qword [rip + distance]
        distance(cell, 0);
    }

    /** A push of the return address and a jump; until that is done, the stack pointer is off. */
    private void indirectCall(long guest, byte[] bytes, Instruction shape, long next) {
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        if (operand == null || operand.extension() != 2 || operand.isRegister() && operand.base() == RSP) {
            put(0x0f, 0x0b); // far calls are not for programs
            return;
        }
        pushReturn(next);
        mark(guest, RSP, 8);
        MemoryOperand jump = operand.withExtension(4);
        if (!jump.isRegister() && jump.base() == RSP) {
            jump = jump.withDisplacement(jump.displacement() + 8);
        }
        indirectJump(guest, jump, shape.ripRelative() ? shape.target(guest) : 0, 8);
    }

    /**
     * A jump whose bytes may contain a pair.
     *
     * @param off what must be added to the stack pointer now
     */
    private void indirectJump(long guest, MemoryOperand jump, long target, int off) {
        byte[] bytes = jump.encode();
        Instruction shape = jump.shape();
        List<PairRemover.Step> steps = isFree(bytes, shape) ? List.of() : PairRemover.throughTable(jump);
        if (steps.isEmpty() && isFree(bytes, shape)) {
            copy(bytes, shape, target);
            return;
        }
        if (steps.isEmpty()) {
            leaveToKernel(bytes);
            return;
        }
        put(0x48, 0x8d, 0x64, 0x24, 0x80); // lea rsp, [rsp - 128]
        int stack = off + RED_ZONE;
        for (PairRemover.Step step : steps) {
            mark(guest, step.register(), step.amount(), stack);
            put(step.bytes());
            stack += isPush(step.shape(), step.bytes()) ? 8 : 0;
        }
        mark(guest, CodeCopy.NOTHING, 0, stack);
        put(0xc2, RED_ZONE, 0); // ret 128
    }

    private static boolean isPush(Instruction shape, byte[] bytes) {
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        return operand != null && (operand.opcode()[0] & 0xff) == 0xff && operand.extension() == 6;
    }

    private void plain(long guest, byte[] bytes, Instruction shape, long next) {
        if (isFar(bytes, shape)) {
            put(0x0f, 0x0b);
            return;
        }
        if (shape.ripRelative() && shape.addressSize32()) {
            failed = true;
            return;
        }
        if (isFree(bytes, shape)) {
            copy(bytes, shape, shape.ripRelative() ? shape.target(guest) : 0);
            return;
        }
        if (shape.kind() == Instruction.Kind.INDIRECT_JUMP
                && MemoryOperand.of(bytes, shape).base() < 0) {
            indirectJump(guest, MemoryOperand.of(bytes, shape), 0, 0);
            return;
        }
        List<PairRemover.Step> steps = PairRemover.rewrite(bytes, shape);
        if (steps.isEmpty()) {
            leaveToKernel(bytes);
        }
        for (PairRemover.Step step : steps) {
            if (step.register() != CodeCopy.NOTHING) {
                mark(step.isDone() ? next : guest, step.register(), step.amount());
            }
            long target = 0;
            if (step.hasConstant()) {
                target = constants.address(step.constant());
                failed |= target == 0;
            } else if (step.shape().ripRelative()) {
                target = shape.target(guest);
            }
            copy(step.bytes(), step.shape(), target);
        }
    }

    /** The kernel does it if it can. */
    private void leaveToKernel(byte[] bytes) {
        emulated.put(base + size, bytes);
        put(0x0f, 0x0b);
    }

    private static boolean isFar(byte[] bytes, Instruction shape) {
        if (shape.kind() != Instruction.Kind.INDIRECT_JUMP) {
            return false;
        }
        MemoryOperand operand = MemoryOperand.of(bytes, shape);
        return operand == null || operand.extension() != 4;
    }

    /** Whether there is no pair but for those in a distance that the copy does not keep. */
    private static boolean isFree(byte[] bytes, Instruction shape) {
        byte[] rest = bytes.clone();
        if (shape.ripRelative()) {
            Arrays.fill(rest, shape.displacementOffset(), shape.displacementOffset() + 4, (byte) 0xff);
        }
        return HostCallBytes.find(rest, 0, rest.length) < 0;
    }

    private void copy(byte[] bytes, Instruction shape, long target) {
        put(bytes);
        if (shape.ripRelative()) {
            int start = size - bytes.length;
            putDistance(start + shape.displacementOffset(), target, base + size);
        }
    }
}

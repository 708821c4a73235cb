package isthmus.core.patch;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.Instruction.Kind;
import isthmus.core.asm.decode.InstructionDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces one pair of {@link HostCallBytes} in code of which it is known where its function starts. The function is
 * decoded in step; then whole instructions around the pair, the <em>window</em>, move to a copy, and a jump takes their
 * place. The jump's five bytes hide the starts of moved instructions, so none but the window's may be a target of any
 * branch. All other bytes of the window trap, and the kernel continues in the copy: so a branch to an instruction behind
 * the jump is right, and so is a window without a jump at all, where nothing can be proved. Both are only slower.
 */
final class SitePlan {
    static final int JUMP_BYTES = 5;
    /** One byte that no processor takes for an instruction in 64-bit mode. */
    static final byte TRAP = 0x06;

    private static final int MOST_BYTES = 1 << 20;
    private static final int MAX_INSTRUCTION = 15;
    private static final int ROOM = 64;

    /** What a copy is made of. */
    interface Body {
        /** The first instruction's place. */
        long address();

        /** Bytes that the copy may take. */
        int room();

        /** What is replaced; null if nothing is. */
        byte[] original();

        void write(Relocator relocator);

        /** Whether a copy at this place can be used. */
        boolean suits(CodeCopy copy);
    }

    /** Makes copies, and knows those made before. */
    interface Copies {
        /** Null if it cannot be made. */
        CodeCopy place(CodeRegion region, Body body);

        /** As {@link CodeRegion#read}, but as the guest wrote it. */
        int readOriginal(CodeRegion region, long address, byte[] target);

        /** Whether anything in a range was replaced before. */
        boolean isReplaced(long from, long to);

        /** Whether a copy of code before goes on at this address. */
        boolean isExit(long address);
    }

    private record Decoded(long address, Instruction shape) {
        long end() {
            return address + shape.length();
        }
    }

    private final CodeRegion region;
    private final long pair;
    private final Copies copies;
    private long start;
    private byte[] code = new byte[0];
    private List<Decoded> function = List.of();
    /** Whether the whole function is decoded and has no jump whose targets are unknown. */
    private boolean complete;

    private final Set<Long> targets = new HashSet<>();

    SitePlan(CodeRegion region, long pair, Copies copies) {
        this.region = region;
        this.pair = pair;
        this.copies = copies;
    }

    /** False if it is not known what the pair is, or it cannot be replaced. */
    boolean replace() {
        if (!decode()) {
            return guess();
        }
        int index = 0;
        while (function.get(index).end() <= pair) {
            index++;
        }
        Decoded found = function.get(index);
        boolean within = found.end() >= pair + 2;
        if (!within && index + 1 == function.size()) {
            return false;
        }
        if (within && found.shape.kind() != Kind.SYSCALL) {
            return moveOne(index) || jumpAround(index) || trap(index);
        }
        if (within) {
            return jumpBefore(index) || jumpAround(index) || trap(index);
        }
        return moveOne(index + 1) || moveOne(index) || trapFirst(index);
    }

    // --- decoding
    // -----------------------------------------------------------------------------------------------------

    private boolean decode() {
        long[] range = region.function(pair);
        if (range == null || range[1] - range[0] > MOST_BYTES) {
            return false;
        }
        start = range[0];
        code = new byte[(int) (range[1] - range[0])];
        int limit = copies.readOriginal(region, start, code);
        function = new ArrayList<>();
        complete = true;
        int at = 0;
        while (at < limit) {
            Instruction next = InstructionDecoder.decode(code, at, Math.min(limit, at + MAX_INSTRUCTION));
            if (!next.isValid()) {
                complete = false;
                break;
            }
            Decoded decoded = new Decoded(start + at, next);
            function.add(decoded);
            if (next.isRelativeBranch()) {
                targets.add(next.target(decoded.address));
            }
            complete &= next.kind() != Kind.INDIRECT_JUMP || next.ripRelative();
            at += next.length();
        }
        complete &= at == code.length;
        return !function.isEmpty() && function.getLast().end() > pair;
    }

    // --- code without functions
    // ------------------------------------------------------------------------------------------

    /** A call in a file that does not say where its functions are: see {@link SiteGuess}. */
    private boolean guess() {
        boolean reachesBack = region.read(pair - SiteGuess.BEFORE, new byte[SiteGuess.BEFORE]) == SiteGuess.BEFORE;
        int before = reachesBack ? SiteGuess.BEFORE : (int) Math.min(SiteGuess.BEFORE, pair - region.start());
        start = pair - before;
        code = new byte[before + SiteGuess.BEHIND];
        int limit = region.isFile() ? copies.readOriginal(region, start, code) : 0;
        SiteGuess guess = new SiteGuess(code, limit, before);
        if (!guess.isCall()) {
            return false;
        }
        function = new ArrayList<>();
        targets.clear();
        complete = !guess.hasIndirectJump();
        int index = 0;
        int at = guess.start();
        for (Instruction next : guess.instructions()) {
            function.add(new Decoded(start + at, next));
            index += at < before ? 1 : 0;
            at += next.length();
        }
        for (int target : guess.shortTargets()) {
            targets.add(start + target);
        }
        return jumpBefore(index) || jumpAround(index) || trap(index);
    }

    // --- windows
    // ------------------------------------------------------------------------------------------------------

    /** An instruction that is long enough for the jump. */
    private boolean moveOne(int index) {
        return function.get(index).shape.length() >= JUMP_BYTES && jump(index, index);
    }

    /** The call with the one long instruction before it; to jump straight to the call is slower, but right. */
    private boolean jumpBefore(int index) {
        return index > 0
                && function.get(index - 1).shape.length() >= JUMP_BYTES
                && function.get(index - 1).shape.kind() == Kind.ORDINARY
                && jump(index - 1, index);
    }

    /** With neighbours, if no branch leads to what the jump hides. */
    private boolean jumpAround(int index) {
        if (!complete) {
            return false;
        }
        int first = index;
        while (bytes(first, index) < JUMP_BYTES && first > 0 && isMovable(first - 1) && mayBeHidden(first)) {
            first--;
        }
        int last = index;
        while (bytes(first, last) < JUMP_BYTES && last + 1 < function.size() && isMovable(last + 1)) {
            last++;
        }
        if (bytes(first, last) < JUMP_BYTES) {
            return false;
        }
        for (int i = first + 1; i <= last && function.get(i).address - function.get(first).address < JUMP_BYTES; i++) {
            if (!mayBeHidden(i)) {
                return false;
            }
        }
        return jump(first, last);
    }

    private boolean isMovable(int index) {
        Kind kind = function.get(index).shape.kind();
        return kind == Kind.CONDITIONAL_JUMP || kind == Kind.ORDINARY && !endsProgram(index);
    }

    /** {@code ud2} and its kin and {@code hlt}: compilers put them where the program does not go on. */
    private boolean endsProgram(int index) {
        int at = opcodeAt(index);
        int second = at + 1 < code.length ? code[at + 1] & 0xff : 0;
        return code[at] == (byte) 0xf4 || code[at] == 0x0f && (second == 0x0b || second == 0xb9 || second == 0xff);
    }

    private boolean isPadding(int index) {
        int at = opcodeAt(index);
        return code[at] == (byte) 0x90 || code[at] == 0x0f && at + 1 < code.length && code[at + 1] == 0x1f;
    }

    /** Where an instruction's opcode lies, behind its prefixes. */
    private int opcodeAt(int index) {
        Decoded decoded = function.get(index);
        int at = (int) (decoded.address - start);
        int last = at + decoded.shape.length() - 1;
        while (at < last && isPrefix(code[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPrefix(byte value) {
        return value == 0x66 || value == 0x2e || value == 0x48;
    }

    /** Whether nobody comes to an instruction but from the one before it. */
    private boolean mayBeHidden(int index) {
        long address = function.get(index).address;
        return isLedTo(index) && !targets.contains(address) && !region.mayBeTarget(address) && !copies.isExit(address);
    }

    /**
     * Whether the instruction before goes on with this one, but for padding: else it is a target of some kind, as that of
     * an exception (which no branch leads to), or a return address.
     */
    private boolean isLedTo(int index) {
        int before = index - 1;
        while (before >= 0 && isPadding(before)) {
            before--;
        }
        if (before < 0) {
            return true;
        }
        Kind kind = function.get(before).shape.kind();
        return kind == Kind.SYSCALL || isMovable(before);
    }

    private long bytes(int first, int last) {
        return function.get(last).end() - function.get(first).address;
    }

    private boolean jump(int first, int last) {
        long from = function.get(first).address;
        long to = function.get(last).end();
        if (!isFree(from, to)) {
            return false;
        }
        CodeCopy copy = copies.place(region, new Window(first, last, true));
        if (copy == null) {
            return false;
        }
        region.write(from, jumpBytes(from, (int) (to - from), copy.start));
        return true;
    }

    private static byte[] jumpBytes(long from, int length, long target) {
        byte[] result = new byte[length];
        Arrays.fill(result, TRAP);
        int distance = (int) (target - from - JUMP_BYTES);
        result[0] = (byte) 0xe9;
        for (int i = 0; i < 4; i++) {
            result[1 + i] = (byte) (distance >> 8 * i);
        }
        return result;
    }

    /** The instruction as a trap. */
    private boolean trap(int index) {
        Decoded found = function.get(index);
        long from = found.address;
        long to = Math.min(found.end(), region.end());
        if (!isFree(from, to) || copies.place(region, new Window(index, index, false)) == null) {
            return false;
        }
        byte[] traps = new byte[(int) (to - from)];
        Arrays.fill(traps, TRAP);
        region.write(from, traps);
        return true;
    }

    /** A pair of the end of one instruction and the start of the next, which both are short. */
    private boolean trapFirst(int index) {
        return trap(index + 1) || trap(index);
    }

    private boolean isFree(long from, long to) {
        if (from < region.start() || to > region.end() || copies.isReplaced(from, to)) {
            return false;
        }
        for (long page = from & -4096; page < to; page += 4096) {
            if (region.isExecutable(page)) {
                return false;
            }
        }
        return true;
    }

    private final class Window implements Body {
        private final int first;
        private final int last;
        private final boolean jumps;

        Window(int first, int last, boolean jumps) {
            this.first = first;
            this.last = last;
            this.jumps = jumps;
        }

        @Override
        public long address() {
            return function.get(first).address;
        }

        @Override
        public int room() {
            return (last - first + 2) * ROOM;
        }

        @Override
        public byte[] original() {
            long to = Math.min(function.get(last).end(), region.end());
            return Arrays.copyOfRange(code, (int) (address() - start), (int) (to - start));
        }

        @Override
        public void write(Relocator relocator) {
            for (int i = first; i <= last; i++) {
                Decoded next = function.get(i);
                int at = (int) (next.address - start);
                byte[] bytes = Arrays.copyOfRange(code, at, at + next.shape.length());
                relocator.add(next.address, bytes, next.shape, i < last);
            }
            relocator.jumpTo(function.get(last).end());
        }

        @Override
        public boolean suits(CodeCopy copy) {
            if (!jumps) {
                return true;
            }
            long distance = copy.start - address() - JUMP_BYTES;
            byte[] bytes = jumpBytes(address(), JUMP_BYTES, copy.start);
            return distance == (int) distance && HostCallBytes.find(bytes, 0, bytes.length) < 0;
        }
    }
}

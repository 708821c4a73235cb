package isthmus.core.patch;

import isthmus.core.ErrnoException;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The code that an area of {@link HiddenCode} has for jumps, calls and returns whose target is known only when they run. It is
 * entered with the target in rax, and with all else as the guest has it at the target; rax itself lies at {@link
 * #SAVED_RAX} of the stack, below the red zone. It changes no flag: it loads, adds with lea, and compares with jrcxz. It
 * goes on in the copy that {@link Links} knows for the target, or else at the target.
 */
final class Lookup {
    /** From the stack pointer at the target. */
    static final int SAVED_RAX = -144;

    private static final int SAVED_RCX = -152, SAVED_RDX = -160, TARGET = -168;

    /** Slots of each of the two halves of the table, of eight bytes: the address of a record of {@link Links}, or 0. */
    static final int SLOTS = 1 << 16;

    static final int TABLE_BYTES = 2 * SLOTS * Long.BYTES;

    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    ("48898c2468ffffff" // mov [rsp-152], rcx
                            + "4889942460ffffff" // mov [rsp-160], rdx
                            + "488b1500000000" // mov rdx, [the table's address]
                            + "0fb7c8" // movzx ecx, ax
                            + "488b0cca" // mov rcx, [rdx+8*rcx]
                            + "e30c" // jrcxz second
                            + "488b11" // mov rdx, [rcx]
                            + "488d1402" // lea rdx, [rdx+rax]
                            + "4887ca" // xchg rdx, rcx
                            + "e32f" // jrcxz hit
                            + "4889842458ffffff" // second: mov [rsp-168], rax
                            + "488b1500000000" // mov rdx, [the table's address]
                            + "0fb78c2459ffffff" // movzx ecx, word [rsp-167]
                            + "488b8cca00000800" // mov rcx, [rdx+8*rcx+8*SLOTS]
                            + "e31a" // jrcxz done
                            + "488b11" // mov rdx, [rcx]
                            + "488d1402" // lea rdx, [rdx+rax]
                            + "4887ca" // xchg rdx, rcx
                            + "e302" // jrcxz hit
                            + "eb0c" // jmp done
                            + "488b4208" // hit: mov rax, [rdx+8]
                            + "4889842458ffffff" // mov [rsp-168], rax
                            + "488b942460ffffff" // done: mov rdx, [rsp-160]
                            + "488b8c2468ffffff" // mov rcx, [rsp-152]
                            + "488b842470ffffff" // mov rax, [rsp-144]
                            + "ffa42458ffffff")); // jmp [rsp-168]

    /** Offsets behind the instructions that save rcx and rdx, of the one that has put a copy into rax, and of what follows. */
    private static final int RCX_IS_SAVED = 8, RDX_IS_SAVED = 16, RAX_IS_COPY = 95, IS_STORED = 103;

    /** Offsets of the two distances to the table's address. */
    private static final int[] DISTANCES = {19, 55};

    static final int BYTES = CODE.length;

    private Lookup() {}

    /** @param tableCell where the table's address is kept; the same distance away in each area */
    static byte[] code(long address, long tableCell) {
        byte[] code = CODE.clone();
        ByteBuffer buffer = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        for (int at : DISTANCES) {
            buffer.putInt(at, Math.toIntExact(tableCell - address - at - 4));
        }
        return code;
    }

    /** The slot for a target in the first half of the table. */
    static int firstSlot(long target) {
        return (int) target & SLOTS - 1;
    }

    /** Where its record goes if that slot is another's: in the second half. */
    static int secondSlot(long target) {
        return SLOTS + ((int) (target >>> 8) & SLOTS - 1);
    }

    /**
     * Makes registers what they are at the target, but for the instruction pointer.
     *
     * @param offset how far the code has been run
     * @return the target, or the copy of it
     */
    static long leave(int offset, Registers registers, GuestMemory memory) {
        long stack = registers.get(Registers.RSP);
        long rax = registers.get(Registers.RAX);
        long target = offset < IS_STORED ? rax : load(memory, stack + TARGET, rax);
        registers.set(Registers.RAX, load(memory, stack + SAVED_RAX, rax));
        if (offset >= RCX_IS_SAVED) {
            registers.set(Registers.RCX, load(memory, stack + SAVED_RCX, registers.get(Registers.RCX)));
        }
        if (offset >= RDX_IS_SAVED) {
            registers.set(Registers.RDX, load(memory, stack + SAVED_RDX, registers.get(Registers.RDX)));
        }
        return target;
    }

    /** What was saved on the stack; {@code otherwise} if another thread has taken the stack away, and nothing is left to go on with. */
    static long load(GuestMemory memory, long address, long otherwise) {
        try {
            return memory.readLong(address);
        } catch (ErrnoException e) {
            return otherwise;
        }
    }

    static boolean mayBeCopy(int offset) {
        return offset >= RAX_IS_COPY;
    }
}

package isthmus.core.patch;

import isthmus.core.ErrnoException;
import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import isthmus.core.memory.GuestMemory;
import isthmus.core.south.Registers;

/**
 * Does what an instruction does that has a memory operand and an immediate one, where no other encoding of it is free of
 * pairs: {@code mov}, the eight of group 1, and {@code test}; and a jump through memory. Not atomic: with a lock prefix it is
 * refused.
 */
final class Emulator {
    private static final int CARRY = 1, PARITY = 4, ADJUST = 0x10, ZERO = 0x40, SIGN = 0x80, OVERFLOW = 0x800;
    /** The opcode of group 5, of which the jump is number 4. */
    private static final int JUMP = 0xff;

    private static final int ALL = CARRY | PARITY | ADJUST | ZERO | SIGN | OVERFLOW;

    private final Registers registers;
    private final GuestMemory memory;
    private final Instruction shape;
    private final MemoryOperand operand;
    private final long guest;
    private final int opcode;
    private final int bytes;
    /** The flags as the instruction leaves them, which are set when nothing can fail any more. */
    private long flags;

    private Emulator(long guest, byte[] code, Registers registers, GuestMemory memory) {
        this.registers = registers;
        this.memory = memory;
        this.guest = guest;
        this.shape = InstructionDecoder.decode(code, 0, code.length);
        this.operand = MemoryOperand.of(code, shape);
        this.opcode = operand == null ? 0 : operand.opcode()[0] & 0xff;
        this.bytes = opcode == JUMP
                ? 8
                : operand == null || (opcode & 1) == 0 && opcode != 0x83
                        ? 1
                        : (operand.rex() & 8) != 0 ? 8 : operand.hasPrefix(0x66) ? 2 : 4;
    }

    /** Whether an instruction can be emulated. */
    static boolean knows(byte[] code) {
        Emulator emulator = new Emulator(0, code, null, null);
        MemoryOperand operand = emulator.operand;
        return operand != null
                && !operand.isRegister()
                && operand.opcode().length == 1
                && !operand.hasPrefix(0xf0)
                && !operand.hasPrefix(0x65)
                && switch (emulator.opcode) {
                    case 0x80, 0x81, 0x83 -> true;
                    case 0xc6, 0xc7, 0xf6, 0xf7 -> operand.reg() == 0;
                    case JUMP -> operand.reg() == 4 && !operand.hasPrefix(0x66);
                    default -> false;
                };
    }

    /**
     * Does it.
     *
     * @return whether it was a jump, so that the instruction pointer is set
     * @throws InvalidAccess where the memory cannot be accessed; the registers are as they were then
     */
    static boolean run(long guest, byte[] code, Registers registers, GuestMemory memory) throws InvalidAccess {
        Emulator emulator = new Emulator(guest, code, registers, memory);
        try {
            emulator.run();
        } catch (ErrnoException e) {
            throw new InvalidAccess(emulator.address(), emulator.bytes, emulator.writes(), e);
        }
        return emulator.opcode == JUMP;
    }

    private boolean writes() {
        boolean compares = opcode < 0x84 && operand.reg() == 7;
        return !compares && opcode != 0xf6 && opcode != 0xf7 && opcode != JUMP;
    }

    /** Where the memory operand is. */
    static long address(long guest, byte[] code, Registers registers) {
        return new Emulator(guest, code, registers, null).address();
    }

    private void run() {
        long address = address();
        if (opcode == JUMP) {
            registers.set(Registers.RIP, load(address));
            return;
        }
        long immediate = immediate();
        if (opcode == 0xc6 || opcode == 0xc7) {
            store(address, immediate);
            return;
        }
        long old = load(address);
        if (opcode == 0xf6 || opcode == 0xf7) {
            logical(old & immediate);
            registers.set(Registers.RFLAGS, flags);
            return;
        }
        long carry = registers.get(Registers.RFLAGS) & CARRY;
        long result = switch (operand.reg()) {
            case 0 -> sum(old, immediate, 0);
            case 1 -> logical(old | immediate);
            case 2 -> sum(old, immediate, carry);
            case 3 -> difference(old, immediate, carry);
            case 4 -> logical(old & immediate);
            case 6 -> logical(old ^ immediate);
            default -> difference(old, immediate, 0);
        };
        if (operand.reg() != 7) {
            store(address, result);
        }
        registers.set(Registers.RFLAGS, flags);
    }

    private long address() {
        long address = operand.isRipRelative() ? shape.target(guest) : operand.displacement();
        if (operand.base() >= 0) {
            address += registers.get(EagerPatcher.REGISTERS[operand.base()]);
        }
        if (operand.index() >= 0) {
            address += registers.get(EagerPatcher.REGISTERS[operand.index()]) << (operand.sib() >> 6);
        }
        if (shape.addressSize32()) {
            address &= 0xffff_ffffL;
        }
        return operand.hasPrefix(0x64) ? address + registers.get(Registers.FS_BASE) : address;
    }

    private long immediate() {
        byte[] tail = operand.tail();
        long value = tail[tail.length - 1];
        for (int i = tail.length - 2; i >= 0; i--) {
            value = value << 8 | tail[i] & 0xff;
        }
        return value;
    }

    private long load(long address) {
        return switch (bytes) {
            case 1 -> memory.readByte(address);
            case 2 -> memory.readShort(address);
            case 4 -> memory.readInt(address);
            default -> memory.readLong(address);
        };
    }

    private void store(long address, long value) {
        switch (bytes) {
            case 1 -> memory.writeByte(address, (byte) value);
            case 2 -> memory.writeShort(address, (short) value);
            case 4 -> memory.writeInt(address, (int) value);
            default -> memory.writeLong(address, value);
        }
    }

    // --- flags (Intel SDM volume 1, 3.4.3.1)
    // --------------------------------------------------------------------------

    private long cut(long value) {
        int unused = 64 - 8 * bytes;
        return value << unused >> unused;
    }

    private long logical(long result) {
        flags(cut(result), 0);
        return result;
    }

    private long sum(long a, long b, long carry) {
        long x = cut(a);
        long y = cut(b);
        long result = cut(x + y + carry);
        long carries = x & y | (x | y) & ~result;
        flags(result, arithmetic(carries, (x ^ result) & (y ^ result), x ^ y ^ result));
        return result;
    }

    private long difference(long a, long b, long borrow) {
        long x = cut(a);
        long y = cut(b);
        long result = cut(x - y - borrow);
        long borrows = ~x & y | (~x | y) & result;
        flags(result, arithmetic(borrows, (x ^ y) & (x ^ result), x ^ y ^ result));
        return result;
    }

    /** The carry out of the highest bit, the overflow there, and the carry into bit 4. */
    private int arithmetic(long carries, long overflow, long half) {
        int top = 8 * bytes - 1;
        int carry = (carries >> top & 1) != 0 ? CARRY : 0;
        int over = (overflow >> top & 1) != 0 ? OVERFLOW : 0;
        return carry | over | (int) half & ADJUST;
    }

    private void flags(long result, int more) {
        int value = more;
        value |= result == 0 ? ZERO : 0;
        value |= result < 0 ? SIGN : 0;
        value |= (Integer.bitCount((int) result & 0xff) & 1) == 0 ? PARITY : 0;
        flags = registers.get(Registers.RFLAGS) & ~(long) ALL | value;
    }
}

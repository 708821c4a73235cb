package isthmus.linux.futex;

import isthmus.core.Errno;
import isthmus.core.memory.GuestMemory;

/** The operation and the condition of FUTEX_WAKE_OP, from its encoded form: 4 bits each, then 12-bit arguments. */
public final class WakeOp {
    private static final int OPARG_SHIFT = 8;

    private final int operation;
    private final int comparison;
    private final int operand;
    private final int comparand;

    /** ENOSYS if there is no such operation or comparison. */
    public WakeOp(int encoded) {
        operation = encoded >>> 28 & 7;
        comparison = encoded >>> 24 & 15;
        int argument = encoded << 8 >> 20;
        operand = (encoded >>> 28 & OPARG_SHIFT) != 0 ? 1 << (argument & 31) : argument;
        comparand = encoded << 20 >> 20;
        if (operation > 4 || comparison > 5) {
            throw Errno.ENOSYS.exception();
        }
    }

    /** Changes the word; whether its old value meets the condition. EFAULT. */
    boolean apply(GuestMemory memory, long address) {
        int old = memory.readInt(address);
        while (true) {
            int seen = memory.compareAndExchangeInt(address, old, changed(old));
            if (seen == old) {
                return meets(old);
            }
            old = seen;
        }
    }

    private int changed(int old) {
        return switch (operation) {
            case 0 -> operand;
            case 1 -> old + operand;
            case 2 -> old | operand;
            case 3 -> old & ~operand;
            default -> old ^ operand;
        };
    }

    private boolean meets(int old) {
        return switch (comparison) {
            case 0 -> old == comparand;
            case 1 -> old != comparand;
            case 2 -> old < comparand;
            case 3 -> old <= comparand;
            case 4 -> old > comparand;
            default -> old >= comparand;
        };
    }
}

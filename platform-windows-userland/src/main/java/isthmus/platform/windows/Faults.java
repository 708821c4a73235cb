package isthmus.platform.windows;

import isthmus.core.south.Fault;

/** What Windows calls an exception, as Linux tells it: signal(7), sigaction(2) on {@code si_code}, the processor's manual. */
final class Faults {
    static final int ACCESS_VIOLATION = 0xc0000005, BREAKPOINT = 0x80000003;
    private static final int SINGLE_STEP = 0x80000004, MISALIGNED = 0x80000002, GUARD_PAGE = 0x80000001;
    private static final int IN_PAGE_ERROR = 0xc0000006, ILLEGAL = 0xc000001d;
    static final int PRIVILEGED = 0xc0000096;
    /** What the kernel makes of {@code lock} where it may not be, and of shadow stacks. */
    private static final int BAD_LOCK = 0xc000001e, SHADOW_STACK = 0xc00001b2;
    /** Of {@code int 0x2c}. */
    static final int ASSERTION = 0xc0000420;
    /** The same exceptions, raised by code in a 32-bit segment. */
    private static final int BREAKPOINT_32 = 0x4000001f, SINGLE_STEP_32 = 0x4000001e;

    static final int INT_OVERFLOW = 0xc0000095;
    private static final int INT_DIVIDE = 0xc0000094, STACK_OVERFLOW = 0xc00000fd;
    private static final int BOUNDS = 0xc000008c;
    private static final int FLT_FIRST = 0xc000008d, FLT_LAST = 0xc0000093;
    private static final int FLT_MULTIPLE_FAULTS = 0xc00002b4, FLT_MULTIPLE_TRAPS = 0xc00002b5;
    private static final int SIGILL = 4, SIGTRAP = 5, SIGBUS = 7, SIGFPE = 8, SIGSEGV = 11;
    private static final int ILL_ILLOPN = 2, TRAP_TRACE = 2, BUS_ADRALN = 1, BUS_ADRERR = 2, FPE_INTDIV = 1;
    private static final int SEGV_MAPERR = 1, SEGV_CPERR = 10, SI_KERNEL = 0x80;
    private static final int DIVIDE = 0, DEBUG = 1, INT3 = 3, INVALID_OPCODE = 6, GENERAL_PROTECTION = 13;
    private static final int ALIGNMENT_CHECK = 17, X87 = 16, SIMD = 19, CONTROL_PROTECTION = 21;
    /** A gate of the interrupt table that programs may not use, in the error code of a general protection fault. */
    private static final int IN_TABLE = 2;

    private static final int USER = 4, WRITE = 2, FETCH = 0x10;
    private static final int BOUND_RANGE = 5;
    /** What Windows calls a kind of access. */
    private static final int WRITTEN = 1, EXECUTED = 8;

    /** {@code FPE_} codes for the exception bits 0 to 5: invalid, denormal, divide, overflow, underflow, inexact. */
    private static final int[] FPE_CODES = {7, 5, 3, 4, 5, 6};

    private Faults() {}

    static boolean isMemory(int exception) {
        return exception == ACCESS_VIOLATION;
    }

    /** Whether an access, and nothing that is executed, has failed. */
    static boolean isAccess(int exception, long kind) {
        return exception == ACCESS_VIOLATION && kind != EXECUTED;
    }

    /** Whether Windows points to the instruction, and Linux behind it. */
    static boolean isBreakpoint(int exception) {
        return exception == BREAKPOINT || exception == BREAKPOINT_32;
    }

    /** Whether there was nothing to execute where the thread went, which the stub never does. */
    static boolean isJumpToNothing(int exception, long at, long kind, long address) {
        return exception == ACCESS_VIOLATION && kind == EXECUTED && address == at;
    }

    /**
     * @param kind what was done: 0 read, 1 write, 8 executed; of a fault of memory
     * @param address that of the access
     * @param floatingPoint MXCSR, above it the x87 status word
     * @return null if a guest's code cannot raise such an exception
     */
    static Fault of(int exception, long kind, long address, long floatingPoint) {
        return switch (exception) {
            case ACCESS_VIOLATION, GUARD_PAGE, STACK_OVERFLOW -> memory(kind, address);
            case IN_PAGE_ERROR -> new Fault(Fault.PAGE_FAULT, code(kind), address, SIGBUS, BUS_ADRERR);
            case BREAKPOINT, BREAKPOINT_32 -> plain(INT3, SIGTRAP, SI_KERNEL);
            case SINGLE_STEP, SINGLE_STEP_32 -> plain(DEBUG, SIGTRAP, TRAP_TRACE);
            case ASSERTION -> gate(0x2c);
            case SHADOW_STACK -> plain(CONTROL_PROTECTION, SIGSEGV, SEGV_CPERR);
            case ILLEGAL, BAD_LOCK -> plain(INVALID_OPCODE, SIGILL, ILL_ILLOPN);
            case PRIVILEGED -> plain(GENERAL_PROTECTION, SIGSEGV, SI_KERNEL);
            case BOUNDS -> plain(BOUND_RANGE, SIGSEGV, SI_KERNEL);
            case INT_DIVIDE, INT_OVERFLOW -> plain(DIVIDE, SIGFPE, FPE_INTDIV);
            case MISALIGNED -> plain(ALIGNMENT_CHECK, SIGBUS, BUS_ADRALN);
            case FLT_MULTIPLE_FAULTS, FLT_MULTIPLE_TRAPS -> simd(floatingPoint);
            default -> exception >= FLT_FIRST && exception <= FLT_LAST ? floating(floatingPoint) : null;
        };
    }

    private static Fault memory(long kind, long address) {
        // An address that is none in the processor's eyes comes as a read of the last byte.
        if (address == -1 || address << 16 >> 16 != address) {
            return plain(GENERAL_PROTECTION, SIGSEGV, SI_KERNEL);
        }
        return new Fault(Fault.PAGE_FAULT, code(kind), address, SIGSEGV, SEGV_MAPERR);
    }

    private static int code(long kind) {
        return USER | (kind == WRITTEN ? WRITE : kind == EXECUTED ? FETCH : 0);
    }

    private static Fault plain(int trap, int signal, int code) {
        return new Fault(trap, 0, 0, signal, code);
    }

    static Fault gate(int interrupt) {
        return new Fault(GENERAL_PROTECTION, interrupt << 3 | IN_TABLE, 0, SIGSEGV, SI_KERNEL);
    }

    /** Windows uses the same codes for x87 and, in some versions, for SSE. */
    private static Fault floating(long floatingPoint) {
        int x87 = (int) (floatingPoint >>> 32) & 0x3f;
        return x87 != 0 && (floatingPoint >>> 32 & 0x80) != 0
                ? plain(X87, SIGFPE, code(x87, FPE_CODES))
                : simd(floatingPoint);
    }

    private static Fault simd(long floatingPoint) {
        int raised = (int) (floatingPoint & ~(floatingPoint >>> 7)) & 0x3f;
        return plain(SIMD, SIGFPE, code(raised, FPE_CODES));
    }

    private static int code(int bits, int[] codes) {
        int bit = Integer.numberOfTrailingZeros(bits | 1 << codes.length - 1);
        return codes[bit];
    }
}

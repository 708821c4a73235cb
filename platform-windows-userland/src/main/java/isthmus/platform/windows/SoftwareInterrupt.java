package isthmus.platform.windows;

import isthmus.core.south.Fault;

/**
 * An instruction {@code int n} that a guest has executed. Windows takes some for requests of its own ({@code int 0x2c},
 * {@code 0x2d}; {@code 0x29} is never executed, see {@code HostCallBytes}), and {@code int 4} for the same as a division that overflows. To programs of Linux all are nothing but faults at the
 * instruction, of which the error code has the number; {@code int 4} is a trap, after it. Versions of Windows differ in where
 * they say that it was, so the code is looked at.
 *
 * @param at where it is
 */
record SoftwareInterrupt(int number, long at) {
    /** What is looked at: so many bytes from so many before the place that Windows tells. */
    static final int BEFORE = 3, BYTES = BEFORE + 4;

    private static final int INT = 0xcd, INT3 = 0xcc, INT4 = 4, ASSERTION = 0x2c, DEBUG_SERVICE = 0x2d;
    private static final int SIGSEGV = 11, SI_KERNEL = 0x80, OVERFLOW = 4;

    /**
     * @param address of the access that failed, if one did
     * @param code from {@link #BEFORE} bytes before {@code at}
     * @return null if it is none, or one that is the same everywhere
     */
    static SoftwareInterrupt of(int exception, long at, long address, byte[] code) {
        boolean here = byteAt(code, 0) == INT;
        return switch (exception) {
            case Faults.ASSERTION -> find(ASSERTION, at, code, 0, -2);
            case Faults.BREAKPOINT ->
                byteAt(code, 0) == INT3 || byteAt(code, -1) == INT && byteAt(code, 0) == 3
                        ? null
                        : find(DEBUG_SERVICE, at, code, 0, -2, -3, -1);
            case Faults.INT_OVERFLOW -> isDivision(code) ? null : find(INT4, at, code, 0, -2, -1);
            case Faults.PRIVILEGED -> here ? new SoftwareInterrupt(byteAt(code, 1), at) : null;
            case Faults.ACCESS_VIOLATION -> here && address == -1 ? new SoftwareInterrupt(byteAt(code, 1), at) : null;
            default -> null;
        };
    }

    private static SoftwareInterrupt find(int number, long at, byte[] code, int... distances) {
        for (int distance : distances) {
            if (byteAt(code, distance) == INT && byteAt(code, distance + 1) == number) {
                return new SoftwareInterrupt(number, at + distance);
            }
        }
        return null;
    }

    /** {@code idiv} or {@code div}, perhaps with a prefix or two. */
    private static boolean isDivision(byte[] code) {
        int opcode = 0;
        while (opcode < 2 && (byteAt(code, opcode) & 0xfe) != 0xf6) {
            opcode++;
        }
        return (byteAt(code, opcode) & 0xfe) == 0xf6 && (byteAt(code, opcode + 1) & 0x30) == 0x30;
    }

    private static int byteAt(byte[] code, int distance) {
        return code[BEFORE + distance] & 0xff;
    }

    Fault fault() {
        return number == INT4 ? new Fault(OVERFLOW, 0, 0, SIGSEGV, SI_KERNEL) : Faults.gate(number);
    }

    /** Where the guest stands then. */
    long rip() {
        return number == INT4 ? at + 2 : at;
    }
}

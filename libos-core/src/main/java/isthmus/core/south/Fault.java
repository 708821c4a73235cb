package isthmus.core.south;

/**
 * A processor exception of a guest.
 *
 * @param trap the vector of the exception (0 divide, 1 debug, 3 breakpoint, 4 overflow, 6 invalid opcode, 13 general
 *     protection, 14 page fault, 16 x87, 17 alignment, 19 SIMD), as in the processor's manual and in {@code gregs[REG_TRAPNO]}
 * @param errorCode of a page fault: bit 0 present, bit 1 write, bit 4 instruction fetch
 * @param address the address of a page fault, else 0
 * @param signal what Linux would send (SIGSEGV 11, SIGBUS 7, SIGFPE 8, SIGILL 4, SIGTRAP 5)
 * @param code the {@code si_code} as far as the host knows it; for page faults the address space decides it
 */
public record Fault(int trap, int errorCode, long address, int signal, int code) {
    public static final int PAGE_FAULT = 14;

    public boolean isPageFault() {
        return trap == PAGE_FAULT;
    }

    /** The access that a page fault was: one {@link Protection} bit. */
    public int access() {
        if ((errorCode & 0x10) != 0) {
            return Protection.EXEC;
        }
        return (errorCode & 2) != 0 ? Protection.WRITE : Protection.READ;
    }
}

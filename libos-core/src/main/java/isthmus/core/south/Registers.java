package isthmus.core.south;

/**
 * The integer registers of a guest thread. {@code get}/{@code set} take the constants below. A value is read from the
 * shared page once per event, so that the guest cannot change it between two reads.
 */
public interface Registers {
    int R8 = 0, R9 = 1, R10 = 2, R11 = 3, R12 = 4, R13 = 5, R14 = 6, R15 = 7;
    int RDI = 8, RSI = 9, RBP = 10, RBX = 11, RDX = 12, RAX = 13, RCX = 14, RSP = 15, RIP = 16, RFLAGS = 17;
    int FS_BASE = 18;
    /** How many there are; 0 to 17 are in the order of {@code gregs} in {@code ucontext_t}. */
    int COUNT = 19;

    long get(int register);

    void set(int register, long value);

    /** Copies all registers into {@code target}, which has {@link #COUNT} elements. */
    default void copyTo(long[] target) {
        for (int i = 0; i < COUNT; i++) {
            target[i] = get(i);
        }
    }

    /** Sets all registers. */
    default void copyFrom(long[] source) {
        for (int i = 0; i < COUNT; i++) {
            set(i, source[i]);
        }
    }
}

package isthmus.core.patch;

/**
 * The pairs of bytes one of which an instruction that enters the host's kernel must contain: {@code 0f 05} (syscall),
 * {@code 0f 34} (sysenter), {@code cd 2e} (Windows' old system call), {@code cd 29} (which ends a process of Windows) and
 * {@code cd 80} (the call of 32-bit Linux, which lies below a Windows that is Wine). No processor mode and no prefix gives another encoding, so code without such a pair at any offset
 * cannot call the host, wherever somebody jumps.
 */
public final class HostCallBytes {
    private HostCallBytes() {}

    /** Where the first pair lies that begins at {@code from} or later and ends before {@code to}; -1 if there is none. */
    public static int find(byte[] code, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            int first = code[i];
            if ((first == 0x0f || first == (byte) 0xcd) && isPair(first, code[i + 1])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether two neighbouring bytes are one. */
    static boolean isPair(int first, int second) {
        return (byte) first == 0x0f
                ? (byte) second == 0x05 || (byte) second == 0x34
                : (byte) first == (byte) 0xcd && (second == 0x29 || second == 0x2e || (byte) second == (byte) 0x80);
    }
}

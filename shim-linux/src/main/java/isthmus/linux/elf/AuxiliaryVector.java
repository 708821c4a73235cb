package isthmus.linux.elf;

import java.util.Arrays;

/** The auxiliary vector (getauxval(3)): pairs of a type and a value, in the order in which they were added. */
final class AuxiliaryVector {
    static final int AT_NULL = 0,
            AT_PHDR = 3,
            AT_PHENT = 4,
            AT_PHNUM = 5,
            AT_PAGESZ = 6,
            AT_BASE = 7,
            AT_FLAGS = 8,
            AT_ENTRY = 9;
    static final int AT_UID = 11,
            AT_EUID = 12,
            AT_GID = 13,
            AT_EGID = 14,
            AT_PLATFORM = 15,
            AT_HWCAP = 16,
            AT_CLKTCK = 17;
    static final int AT_SECURE = 23,
            AT_RANDOM = 25,
            AT_HWCAP2 = 26,
            AT_EXECFN = 31,
            AT_SYSINFO_EHDR = 33,
            AT_MINSIGSTKSZ = 51;

    private long[] words = new long[48];
    private int used;

    AuxiliaryVector add(int type, long value) {
        if (used + 2 > words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        words[used++] = type;
        words[used++] = value;
        return this;
    }

    /** All pairs so far, without an end mark. */
    long[] words() {
        return Arrays.copyOf(words, used);
    }
}

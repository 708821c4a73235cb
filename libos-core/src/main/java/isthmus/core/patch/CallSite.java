package isthmus.core.patch;

/**
 * A {@code syscall} instruction that was replaced.
 *
 * @param window the first replaced byte
 * @param windowEnd behind the last
 * @param site the address of the {@code syscall} instruction
 * @param trampoline where the replacement jumps
 * @param continuation where the guest goes on after the call: in the trampoline if instructions behind the call were moved
 *     there, else right behind the call
 * @param trampolineEnd behind the trampoline's code
 */
record CallSite(long window, long windowEnd, long site, long trampoline, long continuation, long trampolineEnd) {
    long afterCall() {
        return site + 2;
    }

    boolean movesFollowing() {
        return continuation != afterCall();
    }
}

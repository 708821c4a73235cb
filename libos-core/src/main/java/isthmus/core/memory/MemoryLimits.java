package isthmus.core.memory;

/** The resource limits (getrlimit(2), bytes, {@link Long#MAX_VALUE} for none) and privileges that memory calls look at, as they are now. */
public interface MemoryLimits {
    /** No limits, all privileges. */
    MemoryLimits NONE = new MemoryLimits() {};

    /** RLIMIT_AS. */
    default long addressSpace() {
        return Long.MAX_VALUE;
    }

    /** RLIMIT_DATA. */
    default long data() {
        return Long.MAX_VALUE;
    }

    /** RLIMIT_STACK. */
    default long stack() {
        return 8L << 20;
    }

    /** RLIMIT_MEMLOCK; Long.MAX_VALUE for who has CAP_IPC_LOCK. */
    default long lockedMemory() {
        return Long.MAX_VALUE;
    }
}

package isthmus.linux.task;

import isthmus.core.memory.MemoryLimits;

/** The resource limits of a process, as memory calls see them. */
record ProcessMemoryLimits(ResourceLimits limits) implements MemoryLimits {
    @Override
    public long addressSpace() {
        return limits.soft(ResourceLimits.RLIMIT_AS);
    }

    @Override
    public long data() {
        return limits.soft(ResourceLimits.RLIMIT_DATA);
    }

    @Override
    public long stack() {
        return limits.soft(ResourceLimits.RLIMIT_STACK);
    }

    @Override
    public long lockedMemory() {
        return limits.soft(ResourceLimits.RLIMIT_MEMLOCK);
    }
}

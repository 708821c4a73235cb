package isthmus.linux.task;

import isthmus.core.files.Credentials;
import isthmus.core.memory.MemoryLimits;

/** The resource limits and privileges of a process, as memory calls see them. */
record ProcessMemoryLimits(ThreadGroup process) implements MemoryLimits {
    @Override
    public long addressSpace() {
        return process.limits().soft(ResourceLimits.RLIMIT_AS);
    }

    @Override
    public long data() {
        return process.limits().soft(ResourceLimits.RLIMIT_DATA);
    }

    @Override
    public long stack() {
        return process.limits().soft(ResourceLimits.RLIMIT_STACK);
    }

    @Override
    public long lockedMemory() {
        Task leader = process.leader();
        boolean unlimited = leader != null && leader.credentials().has(Credentials.CAP_IPC_LOCK);
        return unlimited ? Long.MAX_VALUE : process.limits().soft(ResourceLimits.RLIMIT_MEMLOCK);
    }
}

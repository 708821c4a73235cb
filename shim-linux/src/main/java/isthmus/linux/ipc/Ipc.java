package isthmus.linux.ipc;

import isthmus.core.memory.PhysicalMemory;
import isthmus.core.time.Clocks;

/** The IPC namespace of a run (ipc_namespaces(7)). */
public final class Ipc {
    private final IpcLimits limits = new IpcLimits();
    private final SharedMemory sharedMemory;
    private final Semaphores semaphores;
    private final MessageQueues messageQueues;

    public Ipc(PhysicalMemory memory, Clocks clocks) {
        IpcMemory own = new IpcMemory();
        sharedMemory = new SharedMemory(memory, limits, clocks);
        semaphores = new Semaphores(limits, own, clocks);
        messageQueues = new MessageQueues(limits, own, clocks);
    }

    public IpcLimits limits() {
        return limits;
    }

    /** The segments of shmget(2). */
    public SharedMemory sharedMemory() {
        return sharedMemory;
    }

    /** The sets of semget(2). */
    public Semaphores semaphores() {
        return semaphores;
    }

    /** The queues of msgget(2). */
    public MessageQueues messageQueues() {
        return messageQueues;
    }
}

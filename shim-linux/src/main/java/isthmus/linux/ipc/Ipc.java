package isthmus.linux.ipc;

import isthmus.core.memory.PhysicalMemory;
import isthmus.core.time.Clocks;

/** The IPC namespace of a run (ipc_namespaces(7)). */
public final class Ipc {
    private final IpcLimits limits = new IpcLimits();
    private final IpcMemory memory = new IpcMemory();
    private final SharedMemory sharedMemory;
    private final Semaphores semaphores;
    private final MessageQueues messageQueues;

    public Ipc(PhysicalMemory guests, Clocks clocks) {
        sharedMemory = new SharedMemory(guests, limits, clocks);
        semaphores = new Semaphores(limits, memory, clocks);
        messageQueues = new MessageQueues(limits, memory, clocks);
    }

    public IpcLimits limits() {
        return limits;
    }

    /** What all objects take from the kernel's own memory. */
    public IpcMemory memory() {
        return memory;
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

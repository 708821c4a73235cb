package isthmus.linux.task;

import isthmus.core.files.Credentials;
import isthmus.core.files.FileServices;
import isthmus.core.files.Namespace;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MemoryLimits;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.Protection;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.time.Clocks;
import isthmus.linux.Kernel;
import isthmus.linux.KernelOptions;
import isthmus.linux.trace.Tracer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A kernel on the mock platform, and a process with tasks and memory but without a program. */
public final class GuestFixture implements AutoCloseable {
    /** Readable and writable guest memory. */
    public static final long MEMORY = 0x10_0000, MEMORY_BYTES = 0x4_0000;

    public final Kernel kernel;
    public final ThreadGroup process;
    public final AddressSpace space;
    private final MockPlatform platform = new MockPlatform(4096);
    /** What the kernel has told the user. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private int nextTid = 100;

    public GuestFixture() {
        PhysicalMemory physical = new PhysicalMemory(platform, 1L << 30);
        FileServices services = new FileServices(Clocks.ofHost(0), physical);
        Namespace namespace = new Namespace(new Tmpfs(services, 1L << 20, 0755, 0, 0), "tmpfs", 0);
        kernel = new Kernel(
                new KernelOptions(platform, services, namespace, "test", 1L << 30, 2, 20, Tracer.OFF, complaints::add));
        process = new ThreadGroup(kernel, nextTid);
        process.setParent(kernel.tree().ancestor(), null);
        space = new AddressSpace(physical, platform.spawn(), MemoryLimits.NONE);
        space.mmap(
                MEMORY,
                MEMORY_BYTES,
                Protection.READ | Protection.WRITE,
                MapFlags.MAP_PRIVATE | MapFlags.MAP_ANONYMOUS | MapFlags.MAP_FIXED,
                null,
                0,
                null);
    }

    /** One more task of the process; the first is its leader. */
    public Task newTask() {
        Task task = new Task(kernel, nextTid++, process);
        task.setCredentials(Credentials.of(0, 0));
        task.setAddressSpace(space);
        task.setThread(space.process().newThread());
        if (process.leader() == null) {
            process.setLeader(task);
        }
        process.signals().add(task.signals());
        return task;
    }

    @Override
    public void close() {
        kernel.close();
        space.release();
        platform.close();
    }
}

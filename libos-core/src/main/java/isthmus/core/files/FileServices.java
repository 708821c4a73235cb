package isthmus.core.files;

import isthmus.core.memory.PhysicalMemory;
import isthmus.core.time.Clocks;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the file systems of a run share. */
public final class FileServices {
    private final Clocks clocks;
    private final PhysicalMemory memory;
    private final HostBlocks hostBlocks;
    private final DeviceRegistry devices = new DeviceRegistry();
    private final ReentrantReadWriteLock hostNames = new ReentrantReadWriteLock();
    private final AtomicInteger nextMinor = new AtomicInteger(32);

    public FileServices(Clocks clocks, PhysicalMemory memory) {
        this(clocks, memory, HostBlocks.UNKNOWN);
    }

    public FileServices(Clocks clocks, PhysicalMemory memory, HostBlocks hostBlocks) {
        this.hostBlocks = hostBlocks;
        this.clocks = clocks;
        this.memory = memory;
    }

    public Clocks clocks() {
        return clocks;
    }

    /** Nanoseconds since 1970. */
    public long now() {
        return clocks.realtime();
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public HostBlocks hostBlocks() {
        return hostBlocks;
    }

    public DeviceRegistry devices() {
        return devices;
    }

    /**
     * Guards which name leads where in the host folders that guests may write to. One lock for all of them: the same
     * folder may be shared in two places, or one within another.
     */
    public ReentrantReadWriteLock hostNames() {
        return hostNames;
    }

    /** An {@code st_dev} that no file system has yet: major number 0, as Linux numbers what is on no device. */
    public long nextDev() {
        return DeviceNumbers.make(0, nextMinor.getAndIncrement());
    }
}

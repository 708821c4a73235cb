package isthmus.core.files;

import isthmus.core.memory.PhysicalMemory;
import isthmus.core.time.Clocks;
import java.util.concurrent.atomic.AtomicInteger;

/** What the file systems of a run share. */
public final class FileServices {
    private final Clocks clocks;
    private final PhysicalMemory memory;
    private final HostBlocks hostBlocks;
    private final DeviceRegistry devices = new DeviceRegistry();
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

    /** An {@code st_dev} that no file system has yet: major number 0, as Linux numbers what is on no device. */
    public long nextDev() {
        return DeviceNumbers.make(0, nextMinor.getAndIncrement());
    }
}

package isthmus.linux.vdso;

import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MappingName;
import isthmus.core.memory.MemoryObject;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.Platform;
import isthmus.core.south.Protection;
import isthmus.core.time.ClockPage;
import isthmus.core.time.Clocks;
import java.nio.ByteBuffer;

/** A run's vDSO: one page of data that the kernel keeps up to date, and behind it the image; every program sees the same memory. */
public final class Vdso {
    private static final MappingName DATA_NAME = MappingName.of("[vvar]");
    private static final MappingName IMAGE_NAME = MappingName.of("[vdso]");
    private static final int DATA = VdsoImage.DATA_BYTES;
    private static final int SHARED = MapFlags.MAP_SHARED | MapFlags.NEVER_WRITE;
    /** It goes above the stack if there is room in the same large page, as on Linux. */
    private static final long LARGE_PAGE = 2L << 20;

    private final MemoryObject memory;
    private final long bytes;
    private final long granularity;
    private final ClockPage page;

    public Vdso(Platform platform, PhysicalMemory physical, Clocks clocks) {
        byte[] image = VdsoImage.make(platform.systemCallEntry());
        bytes = (long) DATA + image.length;
        granularity = platform.mappingGranularity();
        memory = new MemoryObject(physical, bytes);
        memory.write(DATA, ByteBuffer.wrap(image));
        memory.ownByKernel();
        page = new ClockPage(memory.page(0));
        clocks.publishOn(page);
    }

    /**
     * Maps it into a new address space and returns the address of the image.
     *
     * @param place between 0 and 1: where in the room above the stack
     */
    public long map(AddressSpace space, long stackTop, long limit, double place) {
        long first = roundUp(stackTop, granularity);
        long last = Math.min(roundUp(first + bytes, LARGE_PAGE), limit) - bytes;
        long hint = last < first ? 0 : first + (long) (place * (last - first + 1)) / granularity * granularity;
        // All of it first, so that the two parts lie together.
        long address = space.mmap(hint, bytes, Protection.READ, SHARED, memory, 0, DATA_NAME);
        space.mmap(
                address + DATA,
                bytes - DATA,
                Protection.READ | Protection.EXEC,
                SHARED | MapFlags.MAP_FIXED,
                memory,
                DATA,
                IMAGE_NAME);
        return address + DATA;
    }

    private static long roundUp(long address, long unit) {
        return address + unit - 1 & -unit;
    }

    /** Whether this is how the mappings of a vDSO are named. */
    public static boolean isNameOf(MappingName name) {
        return DATA_NAME.equals(name) || IMAGE_NAME.equals(name);
    }

    /** Some task may not use the first processor from now on. */
    public void processorsDiffer() {
        page.processorsDiffer();
    }
}

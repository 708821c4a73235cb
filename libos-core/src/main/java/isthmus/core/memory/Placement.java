package isthmus.core.memory;

import isthmus.core.Errno;
import isthmus.core.south.Platform;

/** Finds room for new mappings: from a base below the stack downwards, as Linux does. Guarded by the address space's lock. */
final class Placement {
    private static final long LIMIT_32BIT = 0x80000000L;
    private static final long BLOCK = PhysicalMemory.BLOCK_BYTES;
    /** So much of a heap's addresses is left to it. */
    private static final long HEAP_ROOM = 1L << 30;

    private final VmaList vmas;
    private final boolean blockwise;
    private final long limit;
    /** The addresses that the host keeps. */
    private final long hole;

    private final long holeEnd;
    /** Nothing lies below: Linux's vm.mmap_min_addr. */
    final long lowest;

    private long base;
    /** Below it was, at the last search, the first room; above it none of {@link #knownBytes} or more. */
    private long searchFrom;

    private long knownBytes;

    Placement(VmaList vmas, boolean blockwise, Platform platform) {
        this.vmas = vmas;
        this.blockwise = blockwise;
        this.limit = platform.guestAddressLimit();
        this.hole = platform.hostAddresses();
        this.holeEnd = platform.hostAddressesEnd();
        this.lowest = platform.guestAddressStart();
        setBase(limit - BLOCK);
    }

    long base() {
        return base;
    }

    long limit() {
        return limit;
    }

    /** Where the search begins; mappings end at or below it. */
    void setBase(long newBase) {
        base = newBase & -BLOCK;
        forget();
    }

    /** To be called when something was unmapped. */
    void forget() {
        searchFrom = base;
        knownBytes = Long.MAX_VALUE;
    }

    /**
     * An address where {@code bytes} are free. With a coarse granularity, whole blocks.
     *
     * @param phase what the address should be modulo 64 KiB
     * @param always whether that matters with a fine granularity too
     */
    long find(long bytes, long phase, boolean always) {
        if (blockwise) {
            return find(bytes + phase + BLOCK - 1 & -BLOCK, 0) + phase;
        }
        return find(bytes, always ? phase : -1);
    }

    private long find(long bytes, long phase) {
        long from = bytes >= knownBytes ? searchFrom : base;
        long found = search(bytes, phase, lowest, from);
        if (found < 0) {
            found = search(bytes, phase, lowest, limit);
        }
        if (found < 0) {
            throw Errno.ENOMEM.exception();
        }
        if (phase < 0 && (bytes >= knownBytes || knownBytes == Long.MAX_VALUE)) {
            knownBytes = Math.min(knownBytes, bytes);
            searchFrom = Math.min(from, found + bytes);
        }
        return found;
    }

    /** MAP_32BIT: in the first 2 GiB. */
    long find32Bit(long bytes) {
        long found = search(bytes, blockwise ? 0 : -1, 0x40000000L, LIMIT_32BIT);
        if (found < 0) {
            throw Errno.ENOMEM.exception();
        }
        return found;
    }

    /**
     * The room that is nearest to {@code near}, at most {@code distance} away, but not where a heap grows: there it is the highest.
     *
     * @param heap where that begins
     */
    long findNear(long near, long bytes, long distance, long heap) {
        long below = search(bytes, 0, Math.max(lowest, near - distance), near);
        long end = Math.min(limit, near + distance);
        long above = searchUp(bytes, near, end);
        if (above + bytes > heap && above < heap + HEAP_ROOM) {
            above = search(bytes, 0, Math.max(near, heap), end);
        }
        if (below < 0 && above < 0) {
            throw Errno.ENOMEM.exception();
        }
        return above < 0 || below >= 0 && near - below <= above - near ? below : above;
    }

    /** The highest place for {@code bytes} in {@code [low, high)}, or -1. */
    private long search(long bytes, long phase, long low, long high) {
        long found = searchVmas(bytes, phase, low, high);
        return found >= 0 && isHosts(found, bytes) ? searchVmas(bytes, phase, low, hole) : found;
    }

    private boolean isHosts(long start, long bytes) {
        return start < holeEnd && start + bytes > hole;
    }

    private long searchVmas(long bytes, long phase, long low, long high) {
        long top = high;
        int index = vmas.indexAfter(high - 1);
        while (true) {
            if (index < vmas.count()) {
                top = Math.min(top, startWithGap(vmas.get(index)));
            }
            long bottom = index == 0 ? low : Math.max(low, vmas.get(index - 1).end);
            long start = top - bytes;
            if (phase >= 0 && start > 0) {
                start -= start - phase & BLOCK - 1;
            }
            if (start >= bottom && start >= low) {
                return start;
            }
            if (index == 0 || bottom <= low) {
                return -1;
            }
            index--;
        }
    }

    /** The lowest place, beginning on 64 KiB, in {@code [low, high)}, or -1. */
    private long searchUp(long bytes, long low, long high) {
        long start = low + BLOCK - 1 & -BLOCK;
        for (int index = vmas.indexAfter(start); start + bytes <= high; index++) {
            if (index == vmas.count() || startWithGap(vmas.get(index)) >= start + bytes) {
                return !isHosts(start, bytes) ? start : low < holeEnd ? searchUp(bytes, holeEnd, high) : -1;
            }
            start = Math.max(start, vmas.get(index).end + BLOCK - 1 & -BLOCK);
        }
        return -1;
    }

    private static long startWithGap(Vma vma) {
        return vma.is(Vma.GROWSDOWN) ? Math.max(0, vma.start - FaultHandler.STACK_GAP) : vma.start;
    }

    /** Whether something can be mapped there, unless it is below {@link #lowest}. */
    boolean isUsable(long start, long bytes) {
        return isPossible(start, bytes) && !isHosts(start, bytes);
    }

    /** Whether the guest may ask for this range at all. */
    boolean isPossible(long start, long bytes) {
        return start >= 0 && bytes <= limit && start <= limit - bytes;
    }
}

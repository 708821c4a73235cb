package isthmus.core.memory;

import isthmus.core.Errno;
import java.util.Arrays;

/**
 * The mappings of an address space in the order of their addresses: a sorted array, as it is searched far more often
 * than changed. Not thread-safe: the lock of the address space guards it. Keeps the objects' reference counts.
 */
final class VmaList {
    /** Linux's default for vm.max_map_count. */
    static final int MAXIMUM = 65530;

    private final AddressSpace space;
    private Vma[] vmas = new Vma[32];
    private int count;
    private long totalBytes;
    private long dataBytes;
    private long peakBytes;

    VmaList(AddressSpace space) {
        this.space = space;
    }

    int count() {
        return count;
    }

    Vma get(int index) {
        return vmas[index];
    }

    /** Bytes of all mappings but hidden ones. */
    long totalBytes() {
        return totalBytes;
    }

    /** The most that {@link #totalBytes()} has been. */
    long peakBytes() {
        return peakBytes;
    }

    /** Bytes of private writable mappings (RLIMIT_DATA). */
    long dataBytes() {
        return dataBytes;
    }

    /** Bytes of locked mappings (RLIMIT_MEMLOCK). */
    long lockedBytes() {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += vmas[i].is(Vma.LOCKED) ? vmas[i].bytes() : 0;
        }
        return bytes;
    }

    /** The index of the first mapping that ends after {@code address}; {@link #count()} if none does. */
    int indexAfter(long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (vmas[middle].end > address) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** The mapping that contains {@code address}, or null. */
    Vma find(long address) {
        int index = indexAfter(address);
        return index < count && vmas[index].start <= address ? vmas[index] : null;
    }

    boolean isFree(long start, long end) {
        int index = indexAfter(start);
        return index == count || vmas[index].start >= end;
    }

    /** Adds a mapping where nothing is mapped; takes over the caller's reference to its object. */
    void add(Vma vma) {
        insert(indexAfter(vma.start), vma);
        account(vma, 1);
        if (vma.object != null) {
            vma.object.addMapper(space);
        }
    }

    private void insert(int index, Vma vma) {
        if (count == vmas.length) {
            vmas = Arrays.copyOf(vmas, count * 2);
        }
        System.arraycopy(vmas, index, vmas, index + 1, count - index);
        vmas[index] = vma;
        count++;
    }

    /** Removes the mapping at {@code index}; after the next flush the caller says {@link MemoryObject#left}, and releases it. */
    Vma remove(int index) {
        Vma vma = vmas[index];
        account(vma, -1);
        delete(index);
        if (vma.object != null) {
            vma.object.startLeaving(space);
        }
        return vma;
    }

    private void delete(int index) {
        count--;
        System.arraycopy(vmas, index + 1, vmas, index, count - index);
        vmas[count] = null;
    }

    private void account(Vma vma, int sign) {
        if (!vma.is(Vma.HIDDEN)) {
            totalBytes += sign * vma.bytes();
            peakBytes = Math.max(peakBytes, totalBytes);
        }
        if (vma.isData()) {
            dataBytes += sign * vma.bytes();
        }
    }

    /** Changes protection or flags with the accounting kept. */
    void change(Vma vma, int protection, int flags) {
        account(vma, -1);
        vma.protection = protection;
        vma.flags = flags;
        account(vma, 1);
    }

    /** Moves the ends of a mapping (the offset goes with the start). */
    void resize(Vma vma, long start, long end) {
        account(vma, -1);
        vma.offset += vma.object == null ? 0 : start - vma.start;
        vma.start = start;
        vma.end = end;
        account(vma, 1);
    }

    /** Makes {@code [start, end)} begin and end at borders of mappings, as far as anything is mapped there. */
    void isolate(long start, long end) {
        split(start);
        split(end);
    }

    private void split(long address) {
        int index = indexAfter(address);
        if (index == count || vmas[index].start >= address) {
            return;
        }
        checkCount();
        Vma left = vmas[index];
        Vma right = new Vma(
                address,
                left.end,
                left.protection,
                left.flags,
                left.object,
                left.object == null ? 0 : left.offsetOf(address),
                left.name);
        left.end = address;
        if (left.object != null) {
            left.object.retain();
            left.object.addMapper(space);
        }
        insert(index + 1, right);
    }

    /** ENOMEM if there cannot be one more mapping. */
    void checkCount() {
        if (count >= MAXIMUM) {
            throw Errno.ENOMEM.exception();
        }
    }

    /** Joins neighbours that are alike, from the mapping before {@code start} to the one after {@code end}. */
    void merge(long start, long end) {
        int index = Math.max(1, indexAfter(start));
        while (index < count && vmas[index].start <= end) {
            Vma left = vmas[index - 1];
            Vma right = vmas[index];
            if (left.continuesIn(right)) {
                left.end = right.end;
                delete(index);
                if (right.object != null) {
                    right.object.removeMapper(space);
                    right.object.release(); // never the last one: left holds it too
                }
            } else {
                index++;
            }
        }
    }
}

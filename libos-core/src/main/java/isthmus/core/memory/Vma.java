package isthmus.core.memory;

import isthmus.core.south.Protection;
import java.util.Objects;

/**
 * A mapping: consecutive pages with the same attributes. Guarded by the lock of its address space. Holds a reference to
 * its object.
 */
final class Vma {
    static final int SHARED = 1;
    static final int GROWSDOWN = 2;
    /** Made by the kernel for itself (trampolines): not shown, not touched by the guest's calls. */
    static final int HIDDEN = 4;

    static final int DONTFORK = 8;
    static final int WIPEONFORK = 0x10;
    static final int LOCKED = 0x20;
    static final int NORESERVE = 0x40;
    /** A shared mapping of a file that was not opened for writing. */
    static final int NEVER_WRITE = 0x80;

    static final int HEAP = 0x100;
    static final int DONTDUMP = 0x200;

    long start;
    long end;
    int protection;
    int flags;
    /** Null for private anonymous memory. */
    final MemoryObject object;
    /** Where in the object {@link #start} is, in bytes. */
    long offset;

    final MappingName name;

    Vma(long start, long end, int protection, int flags, MemoryObject object, long offset, MappingName name) {
        this.start = start;
        this.end = end;
        this.protection = protection;
        this.flags = flags;
        this.object = object;
        this.offset = offset;
        this.name = name;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    boolean isShared() {
        return (flags & SHARED) != 0;
    }

    long bytes() {
        return end - start;
    }

    /** The place in the object of an address in (or at the end of) this mapping. */
    long offsetOf(long address) {
        return offset + (address - start);
    }

    /** Whether a block of 64 KiB that both lie in could show one block of one object for both. */
    boolean showsSameBlock(Vma other) {
        return object == other.object && start - offset == other.start - other.offset;
    }

    /** Whether addresses lie in blocks of 64 KiB as they do in the object's. */
    boolean isCongruent() {
        return (start - offset & 0xffff) == 0;
    }

    /** Whether what has these {@code PROT_*} can be executed, and not be written. */
    static boolean isCode(int protection) {
        return (protection & (Protection.WRITE | Protection.EXEC)) == Protection.EXEC;
    }

    /** A private mapping that may be written counts as data (RLIMIT_DATA) and for overcommitment. */
    boolean isData() {
        return !isShared() && (protection & Protection.WRITE) != 0 && !is(GROWSDOWN | HIDDEN);
    }

    /** Whether {@code next}, which starts where this ends, could be part of it. */
    boolean continuesIn(Vma next) {
        return end == next.start
                && protection == next.protection
                && flags == next.flags
                && object == next.object
                && (object == null || offsetOf(end) == next.offset)
                && Objects.equals(name, next.name);
    }
}

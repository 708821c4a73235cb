package isthmus.core.memory;

import isthmus.core.ErrnoException;

/** Where an address space's heap lies (brk(2)). The address space's lock guards it, held for writing. */
final class Heap {
    private final Mapper mapper;
    private long start;
    private long end;

    Heap(Mapper mapper) {
        this.mapper = mapper;
    }

    long start() {
        return start;
    }

    /** Begins, empty, at an address. */
    void begin(long address) {
        start = address;
        end = address;
    }

    void inherit(Heap parent) {
        start = parent.start;
        end = parent.end;
    }

    /** Moves the end; the new one, or the old one if that cannot be. */
    long moveEnd(long newEnd) {
        try {
            if (newEnd >= start && newEnd != 0 && mapper.brk(start, end, newEnd)) {
                end = newEnd;
            }
        } catch (ErrnoException e) {
            return end;
        }
        return end;
    }
}

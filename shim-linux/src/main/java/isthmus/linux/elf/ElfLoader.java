package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MappingName;
import isthmus.core.memory.MemoryObject;
import isthmus.core.south.Protection;

/** Maps the parts of an ELF file into an address space, as Linux's {@code binfmt_elf.c} does. */
final class ElfLoader {
    static final long PAGE = 4096;

    private static final int AT_PLACE = MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED;
    private static final int AT_FREE_PLACE = MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED_NOREPLACE;

    private final AddressSpace space;
    private final long limit;

    /**
     * Where a file was put.
     *
     * @param bias what was added to the addresses in the file
     * @param end the first address after it, not rounded
     */
    record Placed(long bias, long entry, long end, long codeStart, long codeEnd, long dataStart, long dataEnd) {}

    ElfLoader(AddressSpace space, long guestAddressLimit) {
        this.space = space;
        this.limit = guestAddressLimit;
    }

    /**
     * Loads a file at the addresses it names (ET_EXEC), at {@code base}, or, if that is 0, where mmap(2) finds room.
     * Throws EINVAL, ENOMEM, EEXIST, and what mapping the file throws; something may be mapped already then.
     */
    Placed load(OpenFile file, MappingName name, ElfHeader header, long base) {
        long lowest = header.lowest();
        long highest = header.highest();
        if (lowest == -1 || highest - lowest <= 0 || highest - lowest > limit) {
            throw Errno.EINVAL.exception();
        }
        long bias = header.isFixed() ? 0 : place(header, base, lowest, highest - lowest) - lowest;
        for (ProgramHeader part : header.headers()) {
            if (part.isLoad()) {
                check(part, bias);
            }
        }
        MemoryObject object = file.memoryObject(false);
        for (ProgramHeader part : header.headers()) {
            if (part.isLoad() && part.memorySize() > 0) {
                map(object, name, part, bias);
            }
        }
        return placed(header, bias);
    }

    /** Reserves room for all parts, and gives what surrounds it back. */
    private long place(ElfHeader header, long base, long lowest, long bytes) {
        long alignment = header.alignment();
        long wanted = base & -alignment;
        long length = pageUp(bytes);
        if (wanted != 0) {
            return reserve(wanted, length, AT_FREE_PLACE);
        }
        long spare = alignment > PAGE ? alignment : 0;
        long found = reserve(0, length + spare, MapFlags.MAP_PRIVATE);
        long start = (found - lowest + alignment - 1 & -alignment) + lowest;
        if (start > found) {
            space.munmap(found, start - found);
        }
        long end = found + length + spare;
        if (start + length < end) {
            space.munmap(start + length, end - start - length);
        }
        return start;
    }

    private long reserve(long address, long length, int flags) {
        return space.mmap(address, length, 0, flags | MapFlags.MAP_NORESERVE, null, 0, null);
    }

    private void check(ProgramHeader part, long bias) {
        long start = part.address() + bias;
        if (Long.compareUnsigned(part.fileSize(), part.memorySize()) > 0
                || Long.compareUnsigned(part.memorySize(), limit) > 0
                || Long.compareUnsigned(start, limit - part.memorySize()) > 0
                || (part.address() - part.offset() & PAGE - 1) != 0 && part.fileSize() > 0) {
            throw Errno.EINVAL.exception();
        }
    }

    private void map(MemoryObject object, MappingName name, ProgramHeader part, long bias) {
        long start = part.address() + bias & -PAGE;
        long fileEnd = part.fileEnd() + bias;
        long memoryEnd = pageUp(part.memoryEnd() + bias);
        long filePages = part.fileSize() == 0 ? start : pageUp(fileEnd);
        if (part.fileSize() > 0) {
            space.mmap(start, filePages - start, part.protection(), AT_PLACE, object, part.offset() & -PAGE, name);
            boolean hasBss = part.memorySize() > part.fileSize();
            if (hasBss && filePages > fileEnd && (part.protection() & Protection.WRITE) != 0) {
                space.memory().write(fileEnd, new byte[(int) (filePages - fileEnd)]);
            }
        }
        if (memoryEnd > filePages) {
            space.mmap(filePages, memoryEnd - filePages, part.protection(), AT_PLACE, null, 0, null);
        }
    }

    private static Placed placed(ElfHeader header, long bias) {
        long codeStart = -1;
        long codeEnd = 0;
        long dataStart = 0;
        long dataEnd = 0;
        for (ProgramHeader part : header.headers()) {
            if (!part.isLoad()) {
                continue;
            }
            if (Long.compareUnsigned(part.address(), codeStart) < 0) {
                codeStart = part.address();
            }
            if ((part.flags() & ProgramHeader.PF_X) != 0) {
                codeEnd = Math.max(codeEnd, part.fileEnd());
            }
            dataStart = Math.max(dataStart, part.address());
            dataEnd = Math.max(dataEnd, part.fileEnd());
        }
        return new Placed(
                bias,
                header.entry() + bias,
                header.highest() + bias,
                codeStart + bias,
                codeEnd + bias,
                dataStart + bias,
                dataEnd + bias);
    }

    static long pageUp(long address) {
        return address + PAGE - 1 & -PAGE;
    }
}

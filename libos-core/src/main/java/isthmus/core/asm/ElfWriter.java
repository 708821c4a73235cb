package isthmus.core.asm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a static {@code ET_EXEC} program for x86-64 without section headers: an ELF header, program headers, and the
 * segments at page-aligned file offsets (System V ABI, chapters 4 and 5; elf(5)). The stack is not executable.
 */
public final class ElfWriter {
    /** Segment flags: may be executed. */
    public static final int PF_X = 1;

    /** Segment flags: may be written. */
    public static final int PF_W = 2;

    /** Segment flags: may be read. */
    public static final int PF_R = 4;

    private static final int PAGE = 4096;
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final short ET_EXEC = 2;
    private static final short EM_X86_64 = 62;
    /** Magic number, 64-bit class, little endian, version 1, System V ABI, padding. */
    private static final byte[] IDENTIFICATION = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /**
     * A part of the program's memory.
     *
     * @param address where it lies; a multiple of 4096
     * @param content its first bytes; not copied
     * @param flags {@link #PF_R}, {@link #PF_W}, {@link #PF_X} combined
     * @param memorySize its size in bytes, at least that of the content; the rest is zero
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
    public record Segment(long address, byte[] content, int flags, long memorySize) {
        public Segment {
            if (address % PAGE != 0) {
                throw new IllegalArgumentException("address not page-aligned: 0x" + Long.toHexString(address));
            }
            if (memorySize < content.length || memorySize == 0) {
                throw new IllegalArgumentException("memory size " + memorySize + " for " + content.length + " bytes");
            }
            if ((flags & ~(PF_R | PF_W | PF_X)) != 0) {
                throw new IllegalArgumentException("flags " + flags);
            }
        }

        /** A segment that is as large as its content. */
        public Segment(long address, byte[] content, int flags) {
            this(address, content, flags, content.length);
        }

        private long end() {
            return address + memorySize;
        }

        private boolean contains(long place) {
            return address <= place && place < end();
        }
    }

    private ElfWriter() {}

    /**
     * The bytes of the program file.
     *
     * @param entry the address of the first instruction; inside an executable segment
     * @throws IllegalArgumentException if the entry is elsewhere, or two segments share a page
     */
    public static byte[] write(long entry, List<Segment> segments) {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.comparing(Segment::address, Long::compareUnsigned)); // as PT_LOAD must be
        check(entry, sorted);
        ByteBuffer headers = ByteBuffer.allocate(HEADER_SIZE + PROGRAM_HEADER_SIZE * (sorted.size() + 1))
                .order(ByteOrder.LITTLE_ENDIAN);
        header(headers, entry, sorted.size() + 1);
        long offset = pageUp(headers.capacity());
        for (Segment segment : sorted) {
            long fileSize = segment.content.length;
            programHeader(headers, PT_LOAD, segment.flags, offset, segment.address, fileSize, segment.memorySize, PAGE);
            offset += pageUp(fileSize);
        }
        programHeader(headers, PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0, 16);

        ByteArrayOutputStream file = new ByteArrayOutputStream((int) offset);
        writePadded(file, headers.array());
        sorted.forEach(segment -> writePadded(file, segment.content));
        return file.toByteArray();
    }

    private static void check(long entry, List<Segment> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (Long.compareUnsigned(pageUp(sorted.get(i - 1).end()), sorted.get(i).address) > 0) {
                throw new IllegalArgumentException("segments overlap at 0x" + Long.toHexString(sorted.get(i).address));
            }
        }
        if (sorted.stream().noneMatch(segment -> (segment.flags & PF_X) != 0 && segment.contains(entry))) {
            throw new IllegalArgumentException("entry not executable: 0x" + Long.toHexString(entry));
        }
    }

    private static void header(ByteBuffer out, long entry, int programHeaders) {
        out.put(IDENTIFICATION);
        out.putShort(ET_EXEC).putShort(EM_X86_64).putInt(1); // e_type, e_machine, e_version
        out.putLong(entry).putLong(HEADER_SIZE).putLong(0); // e_entry, e_phoff, e_shoff
        out.putInt(0).putShort((short) HEADER_SIZE); // e_flags, e_ehsize
        out.putShort((short) PROGRAM_HEADER_SIZE).putShort((short) programHeaders); // e_phentsize, e_phnum
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0); // e_shentsize, e_shnum, e_shstrndx
    }

    private static void programHeader(
            ByteBuffer out,
            int type,
            int flags,
            long offset,
            long address,
            long fileSize,
            long memorySize,
            long align) {
        out.putInt(type).putInt(flags).putLong(offset);
        out.putLong(address).putLong(address); // virtual and physical
        out.putLong(fileSize).putLong(memorySize).putLong(align);
    }

    private static void writePadded(ByteArrayOutputStream file, byte[] content) {
        file.writeBytes(content);
        file.writeBytes(new byte[(int) pageUp(content.length) - content.length]);
    }

    private static long pageUp(long size) {
        return (size + PAGE - 1) & -PAGE;
    }
}

package isthmus.linux.elf;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of an ELF file and its program headers, as far as execve(2) looks at them.
 *
 * @param type ET_EXEC or ET_DYN
 * @param headersOffset where the program headers are in the file
 */
record ElfHeader(int type, long entry, long headersOffset, List<ProgramHeader> headers) {
    static final int ET_EXEC = 2, ET_DYN = 3;
    /** Bytes of the header of a 64-bit file. */
    static final int BYTES = 64;

    private static final int EM_X86_64 = 62;
    private static final int ELFCLASS64 = 2, ELFDATA2LSB = 1;
    private static final int PATH_MAX = 4096;
    /** Linux takes no larger table. */
    private static final int TABLE_LIMIT = 65_536;

    static boolean hasMagic(ByteBuffer start) {
        return start.limit() >= 4 && start.getInt(0) == 0x464c457f;
    }

    /**
     * Reads and checks it.
     *
     * @param wrong what is thrown for a file that cannot be run: ENOEXEC for a program, ELIBBAD for its interpreter
     */
    static ElfHeader read(OpenFile file, Errno wrong) {
        return read(file::read, wrong);
    }

    static ElfHeader read(ElfFile.Source file, Errno wrong) {
        ByteBuffer b = FileReader.read(file, 0, BYTES);
        if (!hasMagic(b) || b.limit() < BYTES) {
            throw wrong.exception();
        }
        int type = b.getShort(16);
        boolean ours = b.get(4) == ELFCLASS64 && b.get(5) == ELFDATA2LSB && b.getShort(18) == EM_X86_64;
        if (!ours || type != ET_EXEC && type != ET_DYN) {
            throw wrong.exception();
        }
        int count = Short.toUnsignedInt(b.getShort(56));
        int bytes = count * ProgramHeader.BYTES;
        if (b.getShort(54) != ProgramHeader.BYTES || count == 0 || bytes > TABLE_LIMIT) {
            throw wrong.exception();
        }
        long offset = b.getLong(32);
        ByteBuffer table = offset < 0 ? ByteBuffer.allocate(0) : FileReader.read(file, offset, bytes);
        if (table.limit() < bytes) {
            throw wrong.exception();
        }
        List<ProgramHeader> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(ProgramHeader.read(table));
        }
        return new ElfHeader(type, b.getLong(24), offset, headers);
    }

    boolean isFixed() {
        return type == ET_EXEC;
    }

    /** The path of the interpreter ({@code PT_INTERP}), or null. ENOEXEC, EIO. */
    String interpreter(OpenFile file) {
        return interpreter(file::read);
    }

    String interpreter(ElfFile.Source file) {
        for (ProgramHeader header : headers) {
            if (header.type() == ProgramHeader.PT_INTERP) {
                return readInterpreter(file, header);
            }
        }
        return null;
    }

    private static String readInterpreter(ElfFile.Source file, ProgramHeader header) {
        long size = header.fileSize();
        if (size < 2 || size > PATH_MAX || header.offset() < 0) {
            throw Errno.ENOEXEC.exception();
        }
        ByteBuffer path = FileReader.read(file, header.offset(), (int) size);
        if (path.limit() < size) {
            throw Errno.EIO.exception();
        }
        if (path.get((int) size - 1) != 0) {
            throw Errno.ENOEXEC.exception();
        }
        String text = new String(
                path.array(), path.arrayOffset(), (int) size - 1, java.nio.charset.StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /** Whether the stack is to be executable: Linux says yes on x86-64 only where PT_GNU_STACK asks for it. */
    boolean wantsExecutableStack() {
        for (ProgramHeader header : headers) {
            if (header.type() == ProgramHeader.PT_GNU_STACK) {
                return (header.flags() & ProgramHeader.PF_X) != 0;
            }
        }
        return false;
    }

    /** The lowest address that is loaded, rounded down to a page; -1 if nothing is. */
    long lowest() {
        long lowest = -1;
        for (ProgramHeader header : headers) {
            if (header.isLoad() && (lowest == -1 || Long.compareUnsigned(header.address(), lowest) < 0)) {
                lowest = header.address() & -4096L;
            }
        }
        return lowest;
    }

    /** The first address after what is loaded. */
    long highest() {
        long highest = 0;
        for (ProgramHeader header : headers) {
            if (header.isLoad() && Long.compareUnsigned(header.memoryEnd(), highest) > 0) {
                highest = header.memoryEnd();
            }
        }
        return highest;
    }

    /** The largest alignment that a part wants: a power of two, at least a page. */
    long alignment() {
        long alignment = 4096;
        for (ProgramHeader header : headers) {
            if (header.isLoad() && Long.bitCount(header.align()) == 1 && header.align() > 0) {
                alignment = Math.max(alignment, header.align());
            }
        }
        return alignment;
    }

    /** Where the program headers are in memory, before the load bias is added; 0 if they are not loaded (AT_PHDR). */
    long headersAddress() {
        for (ProgramHeader header : headers) {
            if (header.isLoad()
                    && header.offset() <= headersOffset
                    && headersOffset < header.offset() + header.fileSize()) {
                return headersOffset - header.offset() + header.address();
            }
        }
        return 0;
    }
}

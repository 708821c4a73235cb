package isthmus.linux.elf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * An ELF64 file for x86-64 as a dynamic linker sees it (elf(5), ld.so(8)). Strings are bytes, one char each.
 *
 * @param type {@link #EXECUTABLE} or {@link #SHARED}
 * @param entry address of the first instruction, 0 if there is none
 * @param interpreter the dynamic linker that it wants (PT_INTERP), or null
 * @param name what it calls itself as a library (DT_SONAME), or null
 * @param needed libraries that it wants, in order (DT_NEEDED)
 * @param rpath,runpath directories to look in, colons between (DT_RPATH, DT_RUNPATH), or null
 * @param noDefaultDirectories whether it must not be served from the usual directories (DF_1_NODEFLIB)
 */
public record ElfFile(
        int type,
        long entry,
        String interpreter,
        String name,
        List<String> needed,
        String rpath,
        String runpath,
        boolean noDefaultDirectories) {
    /** Values of {@code e_type}. */
    public static final int OBJECT = 1, EXECUTABLE = 2, SHARED = 3, CORE = 4;

    /** The {@code e_machine} of x86-64. */
    public static final int X86_64 = 62;

    private static final int PT_DYNAMIC = 2;
    private static final int DT_NEEDED = 1,
            DT_STRTAB = 5,
            DT_STRSZ = 10,
            DT_SONAME = 14,
            DT_RPATH = 15,
            DT_RUNPATH = 29;
    private static final int DT_FLAGS_1 = 0x6ffffffb, DF_1_NODEFLIB = 0x800;
    /** More is not looked at. */
    private static final int DYNAMIC_LIMIT = 1 << 16, NEEDED_LIMIT = 1024, STRING_LIMIT = 1 << 16;

    private static final int PIECE = 256;

    /** A file to read from: as much as there is at a place, at most what the target takes; 0 or less at the end. */
    @FunctionalInterface
    public interface Source {
        int read(ByteBuffer target, long offset);
    }

    /**
     * What any ELF file says of itself at its beginning.
     *
     * @param wide 64 bits rather than 32
     * @param bigEndian the order of its bytes
     */
    public record Kind(boolean wide, boolean bigEndian, int type, int machine) {}

    public ElfFile {
        needed = List.copyOf(needed);
    }

    /** The kind of file that begins with these bytes; null if it is no ELF file, or too short to say. */
    public static Kind kind(ByteBuffer start) {
        if (start.limit() < 20
                || start.get(0) != 0x7f
                || start.get(1) != 'E'
                || start.get(2) != 'L'
                || start.get(3) != 'F') {
            return null;
        }
        boolean big = start.get(5) == 2;
        ByteBuffer ordered = start.duplicate().order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new Kind(
                start.get(4) == 2,
                big,
                Short.toUnsignedInt(ordered.getShort(16)),
                Short.toUnsignedInt(ordered.getShort(18)));
    }

    /** What people call a processor. */
    public static String machineName(int machine) {
        return switch (machine) {
            case 2, 18, 43 -> "SPARC";
            case 8 -> "MIPS";
            case 20, 21 -> "PowerPC";
            case 22 -> "IBM Z";
            case 40 -> "32-bit ARM";
            case 50 -> "Itanium";
            case 183 -> "64-bit ARM (AArch64)";
            case 243 -> "RISC-V";
            case 258 -> "LoongArch";
            default -> "another processor (ELF machine " + machine + ")";
        };
    }

    /** Reads a file that is an executable or a shared object: ENOEXEC if it is none, or its tables make no sense; EIO. */
    public static ElfFile read(Source file) {
        ElfHeader header = ElfHeader.read(file, Errno.ENOEXEC);
        String interpreter = header.interpreter(file);
        Dynamic dynamic = new Dynamic(file, header);
        for (ProgramHeader part : header.headers()) {
            if (part.type() == PT_DYNAMIC) {
                dynamic.read(part);
                break;
            }
        }
        return new ElfFile(
                header.type(),
                header.entry(),
                interpreter,
                dynamic.text(dynamic.name),
                dynamic.needed(),
                dynamic.text(dynamic.rpath),
                dynamic.text(dynamic.runpath),
                (dynamic.flags & DF_1_NODEFLIB) != 0);
    }

    /** The dynamic section, while it is read. Offsets in the table of strings are -1 where there is none. */
    private static final class Dynamic {
        private final Source file;
        private final ElfHeader header;
        private final List<Long> needed = new ArrayList<>();
        private long strings;
        private long stringBytes;
        private long name = -1;
        private long rpath = -1;
        private long runpath = -1;
        private long flags;

        Dynamic(Source file, ElfHeader header) {
            this.file = file;
            this.header = header;
        }

        void read(ProgramHeader part) {
            if (part.offset() < 0 || part.fileSize() < 0) {
                throw Errno.ENOEXEC.exception();
            }
            ByteBuffer table = FileReader.read(file, part.offset(), (int) Math.min(part.fileSize(), DYNAMIC_LIMIT));
            while (table.remaining() >= 16) {
                long tag = table.getLong();
                long value = table.getLong();
                if (tag == 0) {
                    return;
                }
                entry(tag, value);
            }
        }

        private void entry(long tag, long value) {
            if (tag == DT_NEEDED && needed.size() < NEEDED_LIMIT) {
                needed.add(value);
            } else if (tag == DT_STRTAB) {
                strings = value;
            } else if (tag == DT_STRSZ) {
                stringBytes = value;
            } else if (tag == DT_SONAME) {
                name = value;
            } else if (tag == DT_RPATH) {
                rpath = value;
            } else if (tag == DT_RUNPATH) {
                runpath = value;
            } else if (tag == DT_FLAGS_1) {
                flags = value;
            }
        }

        List<String> needed() {
            return needed.stream().map(this::text).toList();
        }

        /** ENOEXEC if it is not in the table, or not in the file. */
        String text(long offset) {
            if (offset == -1) {
                return null;
            }
            if (offset < 0 || offset >= stringBytes) {
                throw Errno.ENOEXEC.exception();
            }
            long at = fileOffset(strings + offset);
            StringBuilder text = new StringBuilder();
            while (text.length() < STRING_LIMIT) {
                ByteBuffer piece = FileReader.read(file, at + text.length(), PIECE);
                String more = ISO_8859_1.decode(piece).toString();
                int end = more.indexOf(0);
                if (end >= 0) {
                    return text.append(more, 0, end).toString();
                }
                if (more.isEmpty()) {
                    break;
                }
                text.append(more);
            }
            throw Errno.ENOEXEC.exception();
        }

        private long fileOffset(long address) {
            for (ProgramHeader part : header.headers()) {
                long within = address - part.address();
                if (part.isLoad() && within >= 0 && within < part.fileSize() && part.offset() >= 0) {
                    return checked(part.offset() + within);
                }
            }
            throw Errno.ENOEXEC.exception();
        }

        private static long checked(long offset) throws ErrnoException {
            if (offset < 0 || offset > Long.MAX_VALUE - STRING_LIMIT) {
                throw Errno.ENOEXEC.exception();
            }
            return offset;
        }
    }
}

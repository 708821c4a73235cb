package isthmus.core.asm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a PE32+ program for x86-64: headers and sections, no imports, no relocations, no C runtime ("PE Format" in
 * Microsoft's documentation). It runs in the console subsystem at its fixed address, with small stacks and heap.
 */
public final class PeWriter {
    private static final int PAGE = 4096, FILE_ALIGNMENT = 512;
    private static final int DOS_HEADER = 64, COFF_HEADER = 24, OPTIONAL_HEADER = 240, SECTION_HEADER = 40;
    private static final int NAME_BYTES = 8;
    private static final int DIRECTORIES = 16;
    private static final short MACHINE_AMD64 = (short) 0x8664, PE32_PLUS = 0x20b, SUBSYSTEM_CONSOLE = 3;
    /** IMAGE_FILE_RELOCS_STRIPPED, EXECUTABLE_IMAGE, LARGE_ADDRESS_AWARE. */
    private static final short CHARACTERISTICS = 0x1 | 0x2 | 0x20;
    /** IMAGE_DLLCHARACTERISTICS_NX_COMPAT, NO_SEH, TERMINAL_SERVER_AWARE. */
    private static final short DLL_CHARACTERISTICS = (short) (0x100 | 0x400 | 0x8000);
    /** The version of Windows that is asked for, 6.0; later ones run it too. */
    private static final short VERSION = 6;

    private static final long STACK_RESERVE = 1 << 18,
            STACK_COMMIT = 1 << 14,
            HEAP_RESERVE = 1 << 16,
            HEAP_COMMIT = PAGE;
    private static final int IMAGE_BASE_UNIT = 1 << 16;
    private static final int CNT_CODE = 0x20, CNT_DATA = 0x40;
    private static final int MEM_EXECUTE = 0x20000000, MEM_READ = 0x40000000, MEM_WRITE = 0x80000000;

    /**
     * A part of the program's memory, readable.
     *
     * @param name at most eight ASCII characters
     * @param address where it lies; a multiple of 4096
     * @param content its bytes, at least one; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
    public record Section(String name, long address, byte[] content, boolean writable, boolean executable) {
        public Section {
            if (address % PAGE != 0 || content.length == 0) {
                throw new IllegalArgumentException(
                        "section " + name + " of " + content.length + " bytes at " + address);
            }
            if (name.length() > NAME_BYTES) {
                throw new IllegalArgumentException("section name " + name);
            }
        }

        private long end() {
            return address + roundUp(content.length, PAGE);
        }
    }

    private PeWriter() {}

    /**
     * The bytes of the program file.
     *
     * @param imageBase where the headers are mapped, a multiple of 65536; the page there holds nothing else
     * @param entry the address of the first instruction; inside an executable section
     * @param sections without gaps between them, the first one a page above {@code imageBase}
     * @throws IllegalArgumentException if one of these does not hold
     */
    public static byte[] write(long imageBase, long entry, List<Section> sections) {
        List<Section> sorted = sections.stream()
                .sorted(Comparator.comparingLong(Section::address))
                .toList();
        int headers = DOS_HEADER + COFF_HEADER + OPTIONAL_HEADER + SECTION_HEADER * sorted.size();
        check(imageBase, entry, sorted, headers);
        int fileBytes = roundUp(headers, FILE_ALIGNMENT);
        for (Section section : sorted) {
            fileBytes += roundUp(section.content.length, FILE_ALIGNMENT);
        }
        ByteBuffer out = ByteBuffer.allocate(fileBytes).order(ByteOrder.LITTLE_ENDIAN);
        dosHeader(out);
        coffHeader(out, sorted.size());
        optionalHeader(out, imageBase, entry, sorted, headers);
        int at = roundUp(headers, FILE_ALIGNMENT);
        for (Section section : sorted) {
            sectionHeader(out, section, imageBase, at);
            System.arraycopy(section.content, 0, out.array(), at, section.content.length);
            at += roundUp(section.content.length, FILE_ALIGNMENT);
        }
        return out.array();
    }

    private static void check(long imageBase, long entry, List<Section> sorted, int headers) {
        if (imageBase % IMAGE_BASE_UNIT != 0 || headers > PAGE) {
            throw new IllegalArgumentException("image base 0x" + Long.toHexString(imageBase));
        }
        long next = imageBase + PAGE;
        for (Section section : sorted) {
            if (section.address != next) {
                throw new IllegalArgumentException("section " + section.name + " at 0x"
                        + Long.toHexString(section.address) + ", not 0x" + Long.toHexString(next));
            }
            next = section.end();
        }
        if (sorted.stream()
                .noneMatch(s -> s.executable && s.address <= entry && entry < s.address + s.content.length)) {
            throw new IllegalArgumentException("entry not executable: 0x" + Long.toHexString(entry));
        }
    }

    private static void dosHeader(ByteBuffer out) {
        out.putShort((short) 0x5a4d).position(DOS_HEADER - 4); // e_magic
        out.putInt(DOS_HEADER); // e_lfanew
    }

    private static void coffHeader(ByteBuffer out, int sections) {
        out.putInt(0x4550).putShort(MACHINE_AMD64).putShort((short) sections);
        out.putInt(0).putInt(0).putInt(0); // time, symbol table, symbols
        out.putShort((short) OPTIONAL_HEADER).putShort(CHARACTERISTICS);
    }

    private static void optionalHeader(
            ByteBuffer out, long imageBase, long entry, List<Section> sections, int headers) {
        int code = 0;
        int data = 0;
        for (Section section : sections) {
            int bytes = roundUp(section.content.length, FILE_ALIGNMENT);
            code += section.executable ? bytes : 0;
            data += section.executable ? 0 : bytes;
        }
        long end = sections.get(sections.size() - 1).end();
        out.putShort(PE32_PLUS).put((byte) 1).put((byte) 0); // linker version
        out.putInt(code).putInt(data).putInt(0);
        out.putInt((int) (entry - imageBase)).putInt(PAGE); // entry point, base of code
        out.putLong(imageBase).putInt(PAGE).putInt(FILE_ALIGNMENT);
        out.putShort(VERSION).putShort((short) 0); // operating system
        out.putShort((short) 0).putShort((short) 0); // image
        out.putShort(VERSION).putShort((short) 0); // subsystem
        out.putInt(0); // Win32VersionValue
        out.putInt((int) (end - imageBase)).putInt(roundUp(headers, FILE_ALIGNMENT));
        out.putInt(0).putShort(SUBSYSTEM_CONSOLE).putShort(DLL_CHARACTERISTICS); // no checksum
        out.putLong(STACK_RESERVE).putLong(STACK_COMMIT).putLong(HEAP_RESERVE).putLong(HEAP_COMMIT);
        out.putInt(0).putInt(DIRECTORIES); // LoaderFlags
        out.put(new byte[8 * DIRECTORIES]);
    }

    private static void sectionHeader(ByteBuffer out, Section section, long imageBase, int fileOffset) {
        byte[] name = new byte[NAME_BYTES];
        byte[] text = section.name.getBytes(US_ASCII);
        System.arraycopy(text, 0, name, 0, text.length);
        out.put(name).putInt(section.content.length).putInt((int) (section.address - imageBase));
        out.putInt(roundUp(section.content.length, FILE_ALIGNMENT)).putInt(fileOffset);
        out.putInt(0).putInt(0).putInt(0); // relocations, line numbers, their counts
        out.putInt(MEM_READ
                | (section.writable ? MEM_WRITE : 0)
                | (section.executable ? MEM_EXECUTE | CNT_CODE : CNT_DATA));
    }

    private static int roundUp(int bytes, int unit) {
        return (bytes + unit - 1) & -unit;
    }
}

package isthmus.core.asm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a small shared object for x86-64 that is nothing but code: one segment that is read and executed, functions with
 * a symbol version, no relocations (System V ABI, chapters 4 and 5; elf(5)). Programs find the functions through the
 * dynamic symbols; debuggers through the sections too. Call frame information says that no function moves the
 * stack pointer.
 */
public final class SharedObjectWriter {
    /** Where constants lie that the code needs, and behind them the code, in bytes from the start of the file. */
    public static final int CONSTANTS = 0x7c0, TEXT = 0x800;

    private static final int PAGE = 4096;
    private static final int HEADER = 64, PROGRAM_HEADER = 56, SECTION_HEADER = 64, SYMBOL = 24;
    private static final int ET_DYN = 3, EM_X86_64 = 62;
    private static final int PT_LOAD = 1, PT_DYNAMIC = 2, PT_GNU_STACK = 0x6474e551, PT_GNU_EH_FRAME = 0x6474e550;
    private static final int PF_X = 1, PF_W = 2, PF_R = 4;
    private static final int DT_HASH = 4, DT_STRTAB = 5, DT_SYMTAB = 6, DT_STRSZ = 10, DT_SYMENT = 11, DT_SONAME = 14;
    private static final int DT_VERSYM = 0x6ffffff0, DT_VERDEF = 0x6ffffffc, DT_VERDEFNUM = 0x6ffffffd;
    private static final int SHT_PROGBITS = 1, SHT_STRTAB = 3, SHT_HASH = 5, SHT_DYNAMIC = 6, SHT_DYNSYM = 11;
    private static final int SHT_VERDEF = 0x6ffffffd, SHT_VERSYM = 0x6fffffff;
    private static final int SHF_ALLOC = 2, SHF_EXEC = 4;
    private static final int STB_GLOBAL = 1, STB_WEAK = 2, STT_FUNC = 2;
    /** The sections' numbers that others name, in the order of {@link #write(byte[])}. */
    private static final int SYMBOL_SECTION = 2, STRING_SECTION = 3, TEXT_SECTION = 10;

    private static final byte[] IDENTIFICATION = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /**
     * A function that others may call.
     *
     * @param start of its code, in bytes from the start of the file
     * @param weak whether its name is another one's too
     */
    public record Function(String name, int start, int bytes, boolean weak) {}

    private record Section(String name, int type, int flags, int start, int bytes, int link, int info, int entry) {}

    private final ByteBuffer out;
    private final List<Function> functions;
    private final String soname;
    private final String version;
    private final StringBuilder strings = new StringBuilder("\0");
    private final List<Section> sections = new ArrayList<>();
    private int sectionHeaders;

    private SharedObjectWriter(String soname, String version, List<Function> functions, int capacity) {
        this.soname = soname;
        this.version = version;
        this.functions = functions;
        this.out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The file, a multiple of 4096 bytes long.
     *
     * @param version which all functions have
     * @param content what goes to {@link #CONSTANTS}, and from {@link #TEXT} on the code
     */
    public static byte[] write(String soname, String version, byte[] content, List<Function> functions) {
        int capacity = CONSTANTS + content.length + PAGE + PAGE - 1 & -PAGE;
        SharedObjectWriter writer = new SharedObjectWriter(soname, version, functions, capacity);
        int end = writer.write(content);
        return java.util.Arrays.copyOf(writer.out.array(), end + PAGE - 1 & -PAGE);
    }

    private int write(byte[] content) {
        out.position(HEADER + 4 * PROGRAM_HEADER);
        int hash = begin();
        hashTable();
        section(".hash", SHT_HASH, SHF_ALLOC, hash, SYMBOL_SECTION, 0, 4);
        int symbols = begin();
        symbols();
        section(".dynsym", SHT_DYNSYM, SHF_ALLOC, symbols, STRING_SECTION, 1, SYMBOL);
        int sonameAt = string(soname);
        int versionAt = string(version);
        int names = begin();
        out.put(strings.toString().getBytes(StandardCharsets.US_ASCII));
        section(".dynstr", SHT_STRTAB, SHF_ALLOC, names, 0, 0, 0);
        int versionsOf = begin();
        out.putShort((short) 0);
        functions.forEach(function -> out.putShort((short) 2));
        section(".gnu.version", SHT_VERSYM, SHF_ALLOC, versionsOf, SYMBOL_SECTION, 0, 2);
        int versions = begin();
        versionDefinition(1, 1, soname, sonameAt, false);
        versionDefinition(0, 2, version, versionAt, true);
        section(".gnu.version_d", SHT_VERDEF, SHF_ALLOC, versions, STRING_SECTION, 2, 0);
        int dynamic = begin();
        dynamic(DT_SONAME, sonameAt);
        dynamic(DT_HASH, hash);
        dynamic(DT_STRTAB, names);
        dynamic(DT_SYMTAB, symbols);
        dynamic(DT_STRSZ, strings.length());
        dynamic(DT_SYMENT, SYMBOL);
        dynamic(DT_VERDEF, versions);
        dynamic(DT_VERDEFNUM, 2);
        dynamic(DT_VERSYM, versionsOf);
        dynamic(0, 0);
        section(".dynamic", SHT_DYNAMIC, SHF_ALLOC, dynamic, STRING_SECTION, 0, 16);
        int dynamicEnd = out.position();
        int frameHeader = begin();
        frames(frameHeader);
        if (out.position() > CONSTANTS) {
            throw new IllegalArgumentException("too many functions");
        }
        out.position(CONSTANTS);
        out.put(content, 0, TEXT - CONSTANTS);
        section(".rodata", SHT_PROGBITS, SHF_ALLOC, CONSTANTS, 0, 0, 0);
        out.put(content, TEXT - CONSTANTS, content.length - (TEXT - CONSTANTS));
        section(".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXEC, TEXT, 0, 0, 0);
        int sectionNames = begin();
        int end = sections(sectionNames);
        headers(
                end,
                dynamic,
                dynamicEnd,
                frameHeader,
                frameHeader + 12 + 8 * distinct().size());
        return end;
    }

    private int begin() {
        out.position(out.position() + 7 & -8);
        return out.position();
    }

    private void section(String name, int type, int flags, int start, int link, int info, int entry) {
        sections.add(new Section(name, type, flags, start, out.position() - start, link, info, entry));
    }

    private int string(String text) {
        strings.append(text).append('\0');
        return strings.length() - text.length() - 1;
    }

    private void dynamic(long tag, long value) {
        out.putLong(tag).putLong(value);
    }

    private void symbols() {
        out.put(new byte[SYMBOL]);
        for (Function function : functions) {
            out.putInt(string(function.name()));
            out.put((byte) ((function.weak() ? STB_WEAK : STB_GLOBAL) << 4 | STT_FUNC));
            out.put((byte) 0).putShort((short) TEXT_SECTION); // default visibility
            out.putLong(function.start()).putLong(function.bytes());
        }
    }

    /** The hash table of the System V ABI, with one bucket, as there are few symbols. */
    private void hashTable() {
        int count = functions.size() + 1;
        out.putInt(1).putInt(count).putInt(count > 1 ? 1 : 0).putInt(0);
        for (int i = 1; i < count; i++) {
            out.putInt(i + 1 < count ? i + 1 : 0);
        }
    }

    private static int hash(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            int g = h & 0xf0000000;
            h = (h ^ g >>> 24) & ~g;
        }
        return h;
    }

    private void versionDefinition(int flags, int index, String name, int nameAt, boolean last) {
        out.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        out.putInt(hash(name)).putInt(20).putInt(last ? 0 : 28);
        out.putInt(nameAt).putInt(0);
    }

    private List<Function> distinct() {
        return functions.stream().filter(function -> !function.weak()).toList();
    }

    /** .eh_frame_hdr and .eh_frame (Linux Standard Base, chapter 10): one entry for each function. */
    private void frames(int header) {
        List<Function> all = distinct();
        int frame = header + 12 + 8 * all.size() + 7 & -8;
        int entries = frame + 24;
        out.put(new byte[] {1, 0x1b, 0x03, 0x3b}); // version; pc-relative, udata4, and data-relative numbers
        out.putInt(frame - (header + 4)).putInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            out.putInt(all.get(i).start() - header).putInt(entries + 24 * i - header);
        }
        section(".eh_frame_hdr", SHT_PROGBITS, SHF_ALLOC, header, 0, 0, 0);
        begin();
        // The common part: version 1, "zR", code 1, data -8, return address 16, pc-relative; CFA is rsp+8, rip at
        // CFA-8.
        out.putInt(20).putInt(0).put(new byte[] {1, 'z', 'R', 0, 1, 0x78, 16, 1, 0x1b, 0x0c, 7, 8, (byte) 0x90, 1, 0, 0
        });
        for (Function function : all) {
            int at = out.position();
            out.putInt(20).putInt(at + 4 - frame);
            out.putInt(function.start() - out.position()).putInt(function.bytes());
            out.putLong(0); // no augmentation, no instructions
        }
        out.putInt(0);
        section(".eh_frame", SHT_PROGBITS, SHF_ALLOC, frame, 0, 0, 0);
    }

    /** The names of the sections and their headers, with the empty one first; where the file ends. */
    private int sections(int start) {
        StringBuilder names = new StringBuilder("\0");
        List<Integer> places = new ArrayList<>();
        for (Section section : sections) {
            places.add(names.length());
            names.append(section.name()).append('\0');
        }
        int own = names.length();
        names.append(".shstrtab\0");
        out.put(names.toString().getBytes(StandardCharsets.US_ASCII));
        Section table = new Section("", SHT_STRTAB, 0, start, names.length(), 0, 0, 0);
        sectionHeaders = begin();
        out.put(new byte[SECTION_HEADER]);
        for (int i = 0; i < sections.size(); i++) {
            sectionHeader(places.get(i), sections.get(i));
        }
        sectionHeader(own, table);
        return out.position();
    }

    private void sectionHeader(int name, Section section) {
        boolean loaded = (section.flags() & SHF_ALLOC) != 0;
        out.putInt(name).putInt(section.type()).putLong(section.flags());
        out.putLong(loaded ? section.start() : 0).putLong(section.start()).putLong(section.bytes());
        out.putInt(section.link())
                .putInt(section.info())
                .putLong(loaded ? 8 : 1)
                .putLong(section.entry());
    }

    private void headers(int end, int dynamic, int dynamicEnd, int frameHeader, int frameHeaderEnd) {
        out.position(0);
        out.put(IDENTIFICATION)
                .putShort((short) ET_DYN)
                .putShort((short) EM_X86_64)
                .putInt(1);
        out.putLong(0).putLong(HEADER).putLong(sectionHeaders).putInt(0);
        out.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 4);
        out.putShort((short) SECTION_HEADER).putShort((short) (sections.size() + 2));
        out.putShort((short) (sections.size() + 1));
        programHeader(PT_LOAD, PF_R | PF_X, 0, end, PAGE);
        programHeader(PT_DYNAMIC, PF_R, dynamic, dynamicEnd - dynamic, 8);
        programHeader(PT_GNU_EH_FRAME, PF_R, frameHeader, frameHeaderEnd - frameHeader, 4);
        programHeader(PT_GNU_STACK, PF_R | PF_W, 0, 0, 16);
    }

    private void programHeader(int type, int flags, long start, long bytes, long alignment) {
        out.putInt(type).putInt(flags).putLong(start).putLong(start).putLong(start);
        out.putLong(bytes).putLong(bytes).putLong(alignment);
    }
}

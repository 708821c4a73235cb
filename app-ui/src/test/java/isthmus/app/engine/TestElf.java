package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes small ELF files that have all that is looked at before a start, and nothing to run. */
final class TestElf {
    private static final int PT_LOAD = 1, PT_DYNAMIC = 2, PT_INTERP = 3;
    private static final int DT_NEEDED = 1,
            DT_STRTAB = 5,
            DT_STRSZ = 10,
            DT_SONAME = 14,
            DT_RPATH = 15,
            DT_RUNPATH = 29;
    private static final int HEADER = 64, PART = 56, STRINGS = HEADER + 3 * PART;

    private final StringBuilder strings = new StringBuilder("\0");
    private final List<long[]> dynamic = new ArrayList<>();
    private String interpreter;
    int machine = 62;
    int width = 2;
    int type = 3;
    long entry = 0x1000;

    static TestElf program(String interpreter, String... needed) {
        TestElf elf = new TestElf();
        elf.interpreter = interpreter;
        for (String each : needed) {
            elf.add(DT_NEEDED, each);
        }
        return elf;
    }

    static TestElf library(String name, String... needed) {
        TestElf elf = program(null, needed);
        elf.add(DT_SONAME, name);
        elf.entry = 0;
        return elf;
    }

    TestElf rpath(String path) {
        return add(DT_RPATH, path);
    }

    TestElf runpath(String path) {
        return add(DT_RUNPATH, path);
    }

    private TestElf add(int tag, String text) {
        dynamic.add(new long[] {tag, strings.length()});
        strings.append(text).append('\0');
        return this;
    }

    byte[] bytes() {
        String linker = interpreter == null ? "" : interpreter + "\0";
        int linkerAt = STRINGS + strings.length();
        int dynamicAt = linkerAt + linker.length() + 15 & -16;
        int dynamicBytes = (dynamic.size() + 3) * 16;
        ByteBuffer b = ByteBuffer.allocate(dynamicAt + dynamicBytes).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x464c457f).put(4, (byte) width).put(5, (byte) 1).put(6, (byte) 1);
        b.putShort(16, (short) type)
                .putShort(18, (short) machine)
                .putInt(20, 1)
                .putLong(24, entry)
                .putLong(32, HEADER);
        b.putShort(52, (short) HEADER).putShort(54, (short) PART).putShort(56, (short) (interpreter == null ? 2 : 3));
        part(b, 0, PT_LOAD, 0, b.capacity());
        part(b, 1, PT_DYNAMIC, dynamicAt, dynamicBytes);
        part(b, 2, PT_INTERP, linkerAt, linker.length());
        b.put(STRINGS, strings.toString().getBytes(ISO_8859_1));
        b.put(linkerAt, linker.getBytes(ISO_8859_1));
        b.position(dynamicAt);
        dynamic.forEach(each -> b.putLong(each[0]).putLong(each[1]));
        b.putLong(DT_STRTAB).putLong(STRINGS).putLong(DT_STRSZ).putLong(strings.length());
        return b.array();
    }

    private static void part(ByteBuffer b, int index, int type, long offset, long size) {
        int at = HEADER + index * PART;
        b.putInt(at, type).putInt(at + 4, 5).putLong(at + 8, offset).putLong(at + 16, offset);
        b.putLong(at + 32, size).putLong(at + 40, size).putLong(at + 48, 4096);
    }

    /** Writes it, executable, and the directories that lead to it. */
    void write(Path file) throws IOException {
        write(file, bytes());
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException("cannot mark " + file);
        }
    }
}

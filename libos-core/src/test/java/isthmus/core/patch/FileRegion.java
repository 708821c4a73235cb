package isthmus.core.patch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An executable segment of an ELF file, mapped at its own addresses; code of ours comes behind it. */
final class FileRegion implements CodeRegion {
    private final ElfCode elf;
    private final long start;
    private final long offset;
    private final byte[] bytes;
    private final byte[] hidden = new byte[4 << 20];
    private long hiddenStart;
    private int hiddenUsed;
    /** Pages that are not to be changed. */
    final Set<Long> executable = new HashSet<>();

    FileRegion(ElfCode elf, long start, long offset, byte[] bytes) {
        this.elf = elf;
        this.start = start;
        this.offset = offset;
        this.bytes = bytes;
        this.hiddenStart = start + bytes.length + 0x20ffffL & -0x10000L;
    }

    static List<FileRegion> of(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        ElfCode elf = ElfFiles.read(file.array());
        List<FileRegion> result = new ArrayList<>();
        for (int i = 0; i < file.getShort(56); i++) {
            int at = (int) file.getLong(32) + 56 * i;
            if (file.getInt(at) == 1 && (file.getInt(at + 4) & 1) != 0) {
                int from = (int) file.getLong(at + 8);
                byte[] segment = Arrays.copyOfRange(file.array(), from, from + (int) file.getLong(at + 32));
                result.add(new FileRegion(elf, file.getLong(at + 16), from, segment));
            }
        }
        return result;
    }

    ElfCode elf() {
        return elf;
    }

    byte[] hidden() {
        return Arrays.copyOf(hidden, hiddenUsed);
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return start + bytes.length;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int read(long address, byte[] target) {
        int at = (int) (address - start);
        if (at < 0 || at >= bytes.length) {
            return 0;
        }
        int count = Math.min(target.length, bytes.length - at);
        System.arraycopy(bytes, at, target, 0, count);
        return count;
    }

    @Override
    public boolean isExecutable(long address) {
        return executable.contains(address & -4096);
    }

    @Override
    public void write(long address, byte[] code) {
        System.arraycopy(code, 0, bytes, (int) (address - start), code.length);
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public long[] function(long address) {
        long[] found = elf.function(address - start + offset);
        return found == null ? null : new long[] {found[0] - offset + start, found[1] - offset + start};
    }

    @Override
    public boolean mayBeTarget(long address) {
        return elf.mayBeTarget(address - start + offset);
    }

    @Override
    public long allocateHidden(long near, long count) {
        long address = hiddenStart + hiddenUsed;
        hiddenUsed += (int) count;
        return hiddenUsed <= hidden.length ? address : 0;
    }

    @Override
    public void writeCell(long address, long value) {
        ByteBuffer.wrap(hidden).order(ByteOrder.LITTLE_ENDIAN).putLong((int) (address - hiddenStart), value);
    }

    @Override
    public void writeHidden(long address, byte[] code) {
        System.arraycopy(code, 0, hidden, (int) (address - hiddenStart), code.length);
    }
}

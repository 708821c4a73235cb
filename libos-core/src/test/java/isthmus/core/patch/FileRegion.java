package isthmus.core.patch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An executable segment of an ELF file, mapped at its own addresses; code of ours comes behind it. */
final class FileRegion extends ArrayRegion {
    private static final int MOST_HIDDEN = 4 << 20;

    private final ElfCode elf;
    private final long offset;

    FileRegion(ElfCode elf, long start, long offset, byte[] bytes) {
        super(start, bytes, new Hidden(start + bytes.length + 0x20ffffL & -0x10000L, MOST_HIDDEN));
        this.elf = elf;
        this.offset = offset;
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

    @Override
    public long[] function(long address) {
        long[] found = elf.function(address - start() + offset);
        return found == null ? null : new long[] {found[0] - offset + start(), found[1] - offset + start()};
    }

    @Override
    public boolean mayBeTarget(long address) {
        return elf.mayBeTarget(address - start() + offset);
    }
}

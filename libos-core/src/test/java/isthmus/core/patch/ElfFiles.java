package isthmus.core.patch;

import java.nio.ByteBuffer;

/** Whole ELF files in memory. */
public final class ElfFiles {
    private ElfFiles() {}

    public static ElfCode read(byte[] file) {
        return ElfCode.read(new ByteSource() {
            @Override
            public long size() {
                return file.length;
            }

            @Override
            public int read(long position, ByteBuffer target) {
                int count = (int) Math.min(target.remaining(), file.length - position);
                target.put(file, (int) position, count);
                return count;
            }
        });
    }
}

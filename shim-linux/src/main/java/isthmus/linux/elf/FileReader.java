package isthmus.linux.elf;

import isthmus.core.files.OpenFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads pieces of a program file. */
final class FileReader {
    private FileReader() {}

    /** Up to {@code length} bytes from {@code offset}, little endian, ready to be taken out; fewer at the end of the file. */
    static ByteBuffer read(OpenFile file, long offset, int length) {
        return read(file::read, offset, length);
    }

    /** The same of anything that has bytes. */
    static ByteBuffer read(ElfFile.Source file, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {
            // until all is there, or nothing more
        }
        return buffer.flip();
    }
}

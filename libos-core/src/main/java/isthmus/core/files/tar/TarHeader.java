package isthmus.core.files.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** One header of 512 bytes: ustar (POSIX.1-1988), with the fields that GNU tar puts in the place of its prefix. */
final class TarHeader {
    static final int BYTES = 512;
    private static final int SPARSE_ENTRIES = 4, SPARSE_ENTRY_BYTES = 24;

    private final byte[] block;
    private final boolean gnu;

    /** @param at where it is in the archive, for the message */
    TarHeader(byte[] block, long at) throws TarFormatException {
        this.block = block;
        boolean sound;
        try {
            sound = TarUtils.verifyCheckSum(block);
        } catch (IllegalArgumentException e) {
            sound = false;
        }
        if (!sound) {
            throw new TarFormatException(
                    at == 0 ? "is not a tar file" : "is damaged: what should be a header at byte " + at + " is none");
        }
        this.gnu = text(257, 8).startsWith("ustar ");
    }

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(Arrays.copyOfRange(block, offset, end), ISO_8859_1);
    }

    private long number(int offset, int length) throws TarFormatException {
        try {
            return TarUtils.parseOctalOrBinary(block, offset, length);
        } catch (IllegalArgumentException e) {
            throw new TarFormatException("is damaged: a number in the header of '" + name() + "' cannot be read");
        }
    }

    String name() {
        String name = text(0, 100);
        String prefix = gnu || !text(257, 5).equals("ustar") ? "" : text(345, 155);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(157, 100);
    }

    /** The type flag; a name that ends in a slash is a directory even where old archives say it is a file. */
    char type() {
        char flag = (char) (block[156] & 0xff);
        boolean file = flag == 0 || flag == '0' || flag == '7';
        return file ? name().endsWith("/") ? '5' : '0' : flag;
    }

    int permissions() throws TarFormatException {
        return (int) number(100, 8) & 07777;
    }

    int uid() throws TarFormatException {
        return (int) number(108, 8);
    }

    int gid() throws TarFormatException {
        return (int) number(116, 8);
    }

    long size() throws TarFormatException {
        long size = number(124, 12);
        if (size < 0) {
            throw new TarFormatException("is damaged: '" + name() + "' has a negative size");
        }
        return size;
    }

    /** Seconds. */
    long mtime() throws TarFormatException {
        return number(136, 12);
    }

    int major() throws TarFormatException {
        return block[329] == 0 ? 0 : (int) number(329, 8);
    }

    int minor() throws TarFormatException {
        return block[337] == 0 ? 0 : (int) number(337, 8);
    }

    // --- GNU's sparse files, type 'S'
    // ----------------------------------------------------------------------------------------

    /** The size of the contents with their holes. */
    long realSize() throws TarFormatException {
        return number(483, 12);
    }

    /** Whether blocks of 21 more entries follow. */
    boolean isExtended() {
        return block[482] != 0;
    }

    void sparseEntries(SparseMap map) throws TarFormatException {
        addEntries(map, 386, SPARSE_ENTRIES);
    }

    private void addEntries(SparseMap map, int offset, int count) throws TarFormatException {
        for (int i = 0; i < count; i++) {
            int at = offset + i * SPARSE_ENTRY_BYTES;
            if (block[at + 12] == 0) {
                return;
            }
            map.add(number(at, 12), number(at + 12, 12));
        }
    }

    /** The entries of a block that follows such a header; whether another one comes after it. */
    static boolean moreSparseEntries(byte[] block, SparseMap map) throws TarFormatException {
        for (int i = 0; i < 21; i++) {
            int at = i * SPARSE_ENTRY_BYTES;
            if (block[at + 12] == 0) {
                break;
            }
            try {
                map.add(TarUtils.parseOctalOrBinary(block, at, 12), TarUtils.parseOctalOrBinary(block, at + 12, 12));
            } catch (IllegalArgumentException e) {
                throw new TarFormatException("is damaged: the map of a sparse file cannot be read");
            }
        }
        return block[504] != 0;
    }
}

package isthmus.core.files.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Goes from header to header of a plain archive: ustar, GNU and pax. Reads no contents. */
final class TarReader {
    /** What describes a member may be so long; hostile archives claim gigabytes. */
    private static final int MAX_DESCRIPTION = 1 << 20;
    /** So much is read at once: often the header after a small file is in it. */
    private static final int WINDOW = 1 << 12;

    private final FileChannel archive;
    private final long end;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW).limit(0);
    private long windowAt;
    private long position;
    private PaxRecords global = new PaxRecords();

    TarReader(FileChannel archive) throws IOException {
        this.archive = archive;
        this.end = archive.size();
    }

    /** The next member, null after the last. */
    TarMember next() throws IOException, TarFormatException {
        PaxRecords records = null;
        String longName = null;
        String longLink = null;
        while (true) {
            byte[] block = block();
            if (block == null || TarHeader.isZero(block)) {
                boolean empty = position <= TarHeader.BYTES;
                if (empty || records != null || longName != null || longLink != null) {
                    throw new TarFormatException(empty ? "is empty" : "is truncated");
                }
                return null;
            }
            TarHeader header = new TarHeader(block, position - TarHeader.BYTES);
            switch (header.type()) {
                case 'L' -> longName = description(header);
                case 'K' -> longLink = description(header);
                case 'g' -> {
                    PaxRecords more = new PaxRecords(global);
                    more.parse(description(header).getBytes(ISO_8859_1));
                    global = more;
                }
                case 'x', 'X' -> {
                    records = new PaxRecords(global);
                    records.parse(descriptionBytes(header));
                }
                case 'V', 'M', 'N', 'D' ->
                    throw new TarFormatException(
                            "uses a kind of header ('" + header.type() + "') that is not understood");
                default -> {
                    return member(header, records == null ? global : records, longName, longLink);
                }
            }
        }
    }

    /** The next 512 bytes, null at the very end. */
    private byte[] block() throws IOException, TarFormatException {
        if (position >= end) {
            return null;
        }
        if (end < TarHeader.BYTES) {
            throw new TarFormatException("is not a tar file");
        }
        byte[] block = bytes(position, TarHeader.BYTES);
        position += TarHeader.BYTES;
        return block;
    }

    /** Bytes of the archive, through the window: many headers are near each other. */
    private byte[] bytes(long at, int length) throws IOException, TarFormatException {
        if (at + length > end) {
            throw new TarFormatException("is truncated");
        }
        byte[] result = new byte[length];
        if (length > WINDOW) {
            ByteBuffer target = ByteBuffer.wrap(result);
            while (target.hasRemaining() && archive.read(target, at + target.position()) > 0) {}
            return result;
        }
        if (at < windowAt || at + length > windowAt + window.limit()) {
            window.clear();
            windowAt = at;
            while (window.hasRemaining() && archive.read(window, at + window.position()) > 0) {}
            window.flip();
        }
        if (at + length > windowAt + window.limit()) {
            throw new TarFormatException("is truncated");
        }
        window.get((int) (at - windowAt), result);
        return result;
    }

    private byte[] descriptionBytes(TarHeader header) throws IOException, TarFormatException {
        long size = header.size();
        if (size > MAX_DESCRIPTION) {
            throw new TarFormatException("is damaged: a description of " + size + " bytes");
        }
        byte[] bytes = bytes(position, (int) size);
        skip(size);
        return bytes;
    }

    private String description(TarHeader header) throws IOException, TarFormatException {
        byte[] bytes = descriptionBytes(header);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, ISO_8859_1);
    }

    private void skip(long size) throws TarFormatException {
        long next = position + (size + TarHeader.BYTES - 1 & -TarHeader.BYTES);
        if (next < position || position + size > end) {
            throw new TarFormatException("is truncated");
        }
        position = next;
    }

    private TarMember member(TarHeader header, PaxRecords pax, String longName, String longLink)
            throws IOException, TarFormatException {
        String name = pax.text("GNU.sparse.name", pax.text("path", longName != null ? longName : header.name()));
        String link = pax.text("linkpath", longLink != null ? longLink : header.linkName());
        long mtime = pax.time("mtime", header.mtime() * 1_000_000_000L);
        char type = header.type();
        // Links carry no data, whatever their size says.
        boolean noData = type >= '1' && type <= '6';
        long stored = noData ? 0 : pax.number("size", header.size());
        if (stored < 0) {
            throw new TarFormatException("is damaged: '" + name + "' has a negative size");
        }
        Contents contents = contents(header, pax, stored);
        return new TarMember(
                name,
                link,
                type == 'S' ? '0' : type,
                header.permissions(),
                (int) pax.number("uid", header.uid()),
                (int) pax.number("gid", header.gid()),
                contents.size,
                mtime,
                pax.time("atime", mtime),
                pax.time("ctime", mtime),
                header.major(),
                header.minor(),
                contents.data,
                pax.xattrs());
    }

    private record Contents(long size, TarData data) {}

    private Contents contents(TarHeader header, PaxRecords pax, long stored) throws IOException, TarFormatException {
        if (header.type() == 'S') {
            SparseMap map = new SparseMap();
            header.sparseEntries(map);
            boolean more = header.isExtended();
            while (more) {
                byte[] block = block();
                if (block == null) {
                    throw new TarFormatException("is truncated");
                }
                more = TarHeader.moreSparseEntries(block, map);
            }
            return sparse(map, 0, stored, header.realSize());
        }
        if (pax.number("GNU.sparse.major", 0) == 1) {
            return sparseInData(pax, stored);
        }
        SparseMap map = pax.sparseMap();
        if (map != null) {
            return sparse(map, 0, stored, pax.number("GNU.sparse.size", stored));
        }
        long place = position;
        skip(stored);
        return new Contents(stored, TarData.plain(place, stored));
    }

    private Contents sparse(SparseMap map, long skipped, long stored, long size) throws TarFormatException {
        if (size < 0) {
            throw new TarFormatException("is damaged: a negative size");
        }
        long place = position + skipped;
        skip(stored);
        return new Contents(size, map.data(place, stored - skipped, size));
    }

    /** GNU's sparse format 1.0: the map stands before the data, as decimal lines, filled up to whole blocks. */
    private Contents sparseInData(PaxRecords pax, long stored) throws IOException, TarFormatException {
        byte[] text = bytes(position, (int) Math.min(stored, MAX_DESCRIPTION));
        int[] at = {0};
        long count = line(text, at);
        SparseMap map = new SparseMap();
        for (long i = 0; i < count; i++) {
            long start = line(text, at);
            map.add(start, line(text, at));
        }
        long skipped = at[0] + (TarHeader.BYTES - 1L) & -TarHeader.BYTES;
        if (skipped > stored) {
            throw new TarFormatException("is damaged: the map of a sparse file cannot be read");
        }
        return sparse(map, skipped, stored, pax.number("GNU.sparse.realsize", stored));
    }

    private static long line(byte[] text, int[] at) throws TarFormatException {
        int start = at[0];
        int end = start;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        if (end == text.length) {
            throw new TarFormatException("is damaged: the map of a sparse file cannot be read");
        }
        at[0] = end + 1;
        return PaxRecords.number(Arrays.copyOfRange(text, start, end));
    }
}

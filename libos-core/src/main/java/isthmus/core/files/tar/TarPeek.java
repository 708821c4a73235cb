package isthmus.core.files.tar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the beginning of an archive, packed or not, without reading the rest. */
public final class TarPeek {
    /** So much is unpacked at most. */
    private static final long BYTES = 64 << 20;

    private TarPeek() {}

    /**
     * The names of its first members, as written in it: bytes, one char each.
     *
     * @param most how many
     * @return fewer if it has fewer, if the next is far away, or if it is damaged there; empty for what is no archive
     * @throws IOException if the host cannot read it
     */
    public static List<String> names(Path file, int most) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(TarSpool.stream(file), 1 << 16)) {
            read(in, names, most);
        } catch (TarFormatException e) {
            // what was found until there
        }
        return names;
    }

    private static void read(InputStream in, List<String> names, int most) throws TarFormatException {
        long at = 0;
        while (names.size() < most && at < BYTES) {
            byte[] block;
            try {
                block = in.readNBytes(TarHeader.BYTES);
                if (block.length < TarHeader.BYTES || TarHeader.isZero(block)) {
                    return;
                }
                TarHeader header = new TarHeader(block, at);
                boolean described = "LKgxX".indexOf(header.type()) >= 0;
                boolean link = header.type() >= '1' && header.type() <= '6';
                long data = link ? 0 : header.size() + TarHeader.BYTES - 1 & -TarHeader.BYTES;
                if (!described) {
                    names.add(header.name());
                }
                if (data < 0 || data > BYTES - at) {
                    return;
                }
                in.skipNBytes(data);
                at += TarHeader.BYTES + data;
            } catch (IOException e) {
                return; // it ends here, or cannot be unpacked from here on
            }
        }
    }
}

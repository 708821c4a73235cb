package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Makes small tar archives (ustar). */
final class TestTar {
    private static final int BLOCK = 512;
    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    TestTar directory(String name) {
        return add(name, '5', 0755, "", new byte[0]);
    }

    TestTar link(String name, String target) {
        return add(name, '2', 0777, target, new byte[0]);
    }

    TestTar file(String name, int mode, byte[] contents) {
        return add(name, '0', mode, "", contents);
    }

    private TestTar add(String name, char type, int mode, String link, byte[] contents) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, String.format(Locale.ROOT, "%07o", mode));
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format(Locale.ROOT, "%011o", contents.length));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        archive.writeBytes(header);
        archive.writeBytes(Arrays.copyOf(contents, contents.length + BLOCK - 1 & -BLOCK));
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    byte[] bytes() {
        byte[] all = archive.toByteArray();
        return Arrays.copyOf(all, all.length + 2 * BLOCK);
    }

    byte[] gzip() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}

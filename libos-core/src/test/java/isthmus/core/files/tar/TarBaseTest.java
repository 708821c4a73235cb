package isthmus.core.files.tar;

import static isthmus.core.files.World.fails;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import isthmus.core.Errno;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.World;
import isthmus.core.files.overlay.LowerNode;
import isthmus.core.files.overlay.Overlay;
import isthmus.core.south.HostException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarBaseTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "ISO-8859-1");
    private TarBase base;

    @AfterEach
    void close() {
        if (base != null) {
            base.close();
        }
    }

    // --- making archives
    // --------------------------------------------------------------------------------------------------

    private static TarArchiveEntry entry(String name, byte type, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setMode(mode);
        entry.setModTime(1_600_000_000_000L);
        return entry;
    }

    private void put(TarArchiveEntry entry, String data) throws IOException {
        byte[] contents = data.getBytes(ISO_8859_1);
        entry.setSize(contents.length);
        out.putArchiveEntry(entry);
        out.write(contents);
        out.closeArchiveEntry();
    }

    private void file(String name, String data) throws IOException {
        put(entry(name, TarConstants.LF_NORMAL, 0644), data);
    }

    /** The next entry gets these records, {@code KEY=VALUE}. */
    private void pax(String... records) throws IOException {
        StringBuilder header = new StringBuilder();
        for (String record : records) {
            int length = record.length() + 2;
            length += ("" + (length + ("" + length).length())).length();
            header.append(length).append(' ').append(record).append('\n');
        }
        put(entry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 0644), header.toString());
    }

    private void directory(String name, int mode) throws IOException {
        put(entry(name, TarConstants.LF_DIR, mode), "");
    }

    private void link(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = entry(name, type, 0777);
        entry.setLinkName(target);
        put(entry, "");
    }

    private byte[] archive() throws IOException {
        out.finish();
        return bytes.toByteArray();
    }

    private Path save(byte[] archive) throws IOException {
        return Files.write(directory.resolve("a.tar"), archive);
    }

    private TarBase open(byte[] archive) throws IOException {
        base = new TarBase(save(archive), (done, total) -> {});
        return base;
    }

    private LowerNode at(String path) {
        LowerNode node = base.root();
        for (String name : path.split("/")) {
            node = node.lookup(name);
        }
        return node;
    }

    private static String read(LowerNode node) {
        ByteBuffer buffer = ByteBuffer.allocate((int) node.stat().size() + 10);
        long position = 0;
        int done;
        while ((done = node.read(buffer, position)) > 0) {
            position += done;
        }
        return new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
    }

    private void refused(String why, byte[] archive) throws IOException {
        Path file = save(archive);
        HostException e = assertThrows(HostException.class, () -> new TarBase(file, (done, total) -> {}));
        assertTrue(
                e.getMessage().matches("(?s)the archive '.*a.tar' " + why + "; make the file again, or fetch it again"),
                e.getMessage());
    }

    // --- what archives can hold
    // -------------------------------------------------------------------------------------------

    @Test
    void everyKindOfFile() throws IOException {
        directory("./", 0700);
        directory("./d/", 01755);
        TarArchiveEntry f = entry("./d/f", TarConstants.LF_NORMAL, 04711);
        f.setUserId(7);
        f.setGroupId(8);
        put(f, "contents");
        link("./d/hard", TarConstants.LF_LINK, "./d/f");
        link("./d/soft", TarConstants.LF_SYMLINK, "/d/f");
        TarArchiveEntry device = entry("./null", TarConstants.LF_CHR, 0666);
        device.setDevMajor(1);
        device.setDevMinor(3);
        put(device, "");
        put(entry("./fifo", TarConstants.LF_FIFO, 0600), "");
        open(archive());

        assertEquals(Mode.S_IFDIR | 0700, base.root().stat().mode());
        assertEquals(3, base.root().stat().nlink());
        assertEquals(Mode.S_IFDIR | 01755, at("d").stat().mode());
        Stat stat = at("d/f").stat();
        assertEquals(Mode.S_IFREG | 04711, stat.mode());
        assertEquals(7, stat.uid());
        assertEquals(8, stat.gid());
        assertEquals(2, stat.nlink());
        assertEquals(8, stat.size());
        assertEquals(1_600_000_000_000_000_000L, stat.mtime());
        assertSame(at("d/f"), at("d/hard"));
        assertEquals("contents", read(at("d/f")));
        assertEquals("/d/f", at("d/soft").readlink());
        assertEquals(DeviceNumbers.make(1, 3), at("null").stat().rdev());
        assertEquals(Mode.S_IFCHR | 0666, at("null").stat().mode());
        assertEquals(Mode.S_IFIFO | 0600, at("fifo").stat().mode());
        assertNull(base.root().lookup("none"));
    }

    @Test
    void longNamesOfBothKinds() throws IOException {
        String name = "d/" + "n".repeat(200) + "/" + "m".repeat(150);
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        file(name, "gnu");
        link("long", TarConstants.LF_SYMLINK, "t".repeat(300));
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        file(name + "2", "pax");
        open(archive());
        assertEquals("gnu", read(at(name)));
        assertEquals("pax", read(at(name + "2")));
        assertEquals(300, at("long").readlink().length());
    }

    @Test
    void paxRecordsCount() throws IOException {
        pax("mtime=1234567890.000000005", "uid=3000000", "SCHILY.xattr.user.k=v", "path=caf\u00c3\u00a9");
        file("f", "x");
        open(archive());
        LowerNode f = at("caf\u00c3\u00a9");
        assertEquals(1_234_567_890_000_000_005L, f.stat().mtime());
        assertEquals(3_000_000, f.stat().uid());
        assertEquals(List.of("user.k"), f.xattrNames());
        assertArrayEquals(new byte[] {'v'}, f.xattr("user.k"));
        fails(Errno.ENODATA, () -> f.xattr("user.other"));
    }

    @Test
    void holesAreNotStored() throws IOException {
        pax("GNU.sparse.map=0,1,4095,2,1048576,3", "GNU.sparse.size=2000000");
        file("sparse", "abcdef");
        file("plain", "x".repeat(5000));
        open(archive());
        assertEquals(2_000_000, at("sparse").stat().size());
        assertEquals(3 * 8, at("sparse").stat().blocks());
        assertEquals(2 * 8, at("plain").stat().blocks());
        assertEquals(bytes.size(), base.usedBytes());
    }

    @Test
    void namesAreBytes() throws IOException {
        file("caf\u00e9 \u00ff", "latin");
        open(archive());
        assertEquals("latin", read(at("caf\u00e9 \u00ff")));
    }

    @Test
    void laterEntriesWin() throws IOException {
        file("f", "first");
        directory("d/", 0700);
        file("d/x", "x");
        file("f", "second");
        directory("d/", 0711);
        directory("g/", 0700);
        file("g", "now a file");
        open(archive());
        assertEquals("second", read(at("f")));
        assertEquals(1, at("f").stat().nlink());
        assertEquals(Mode.S_IFDIR | 0711, at("d").stat().mode());
        assertEquals("x", read(at("d/x")));
        assertEquals("now a file", read(at("g")));
        assertEquals(3, base.root().stat().nlink());
    }

    @Test
    void missingDirectoriesAreMade() throws IOException {
        file("a/b/c", "c");
        open(archive());
        assertEquals(Mode.S_IFDIR | 0755, at("a/b").stat().mode());
        assertEquals(3, at("a").stat().nlink());
    }

    @Test
    void compressedOnesAreUnpacked() throws IOException {
        file("f", "x".repeat(100_000));
        byte[] plain = archive();
        List<byte[]> packed = new ArrayList<>();
        packed.add(packed(plain, GZIPOutputStream::new));
        packed.add(packed(plain, target -> new XZOutputStream(target, new LZMA2Options(1))));
        packed.add(packed(plain, ZstdOutputStream::new));
        for (byte[] one : packed) {
            long[] progress = {0, 0};
            base = new TarBase(save(one), (done, total) -> {
                progress[0] = done;
                progress[1] = total;
            });
            assertEquals("x".repeat(100_000), read(at("f")));
            assertEquals(one.length, progress[0]);
            assertEquals(one.length, progress[1]);
            base.close();
            refused("(is truncated|cannot be unpacked: .*)", Arrays.copyOf(one, one.length / 2));
        }
        assertTrue(TarBase.isArchive(save(packed.get(0))));
        assertTrue(TarBase.isArchive(save(plain)));
        assertFalse(TarBase.isArchive(save(new byte[1000])));
    }

    private interface Packer {
        OutputStream pack(OutputStream target) throws IOException;
    }

    private static byte[] packed(byte[] plain, Packer packer) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = packer.pack(packed)) {
            stream.write(plain);
        }
        return packed.toByteArray();
    }

    // --- hostile and broken archives
    // ----------------------------------------------------------------------------------------

    @Test
    void namesStayBelowTheRoot() throws IOException {
        file("../../up", "1");
        file("/absolute", "2");
        file("d/../../../side", "3");
        link("out", TarConstants.LF_SYMLINK, "../../..");
        file("out/through", "4");
        link("etc", TarConstants.LF_SYMLINK, "/d");
        directory("d/", 0755);
        file("etc/passwd", "5");
        link("loop", TarConstants.LF_SYMLINK, "loop");
        file("loop/x", "6");
        link("d/hard", TarConstants.LF_LINK, "../../../up");
        file("..", "nothing");
        open(archive());
        assertEquals("1", read(at("up")));
        assertEquals("2", read(at("absolute")));
        assertEquals("3", read(at("side")));
        assertEquals("4", read(at("through")));
        assertEquals("5", read(at("d/passwd")));
        assertEquals("6", read(at("loop/x")));
        assertSame(at("up"), at("d/hard"));

        World world = new World(services -> new Overlay(services, base, World.LIMIT));
        assertEquals("5", world.read("/etc/passwd"));
        assertEquals("1", world.read("/out/../out/up"));
        world.close();
    }

    @Test
    void hardLinksMustLeadSomewhere() throws IOException {
        link("h", TarConstants.LF_LINK, "none");
        refused("has a hard link 'h' to 'none', which is not in it", archive());
    }

    @Test
    void hardLinksToThemselvesAreNothing() throws IOException {
        file("f", "x");
        link("f", TarConstants.LF_LINK, "f");
        open(archive());
        assertEquals("x", read(at("f")));
        assertEquals(1, at("f").stat().nlink());
    }

    @Test
    void brokenArchivesAreRefused() throws IOException {
        file("f", "x".repeat(2000));
        file("g", "y");
        byte[] good = archive();
        refused("is truncated", Arrays.copyOf(good, 700));
        refused("is empty", new byte[0]);
        refused("is empty", new byte[10240]);
        refused("is not a tar file", "hello\n".repeat(1000).getBytes(ISO_8859_1));
        refused("is not a tar file", new byte[100]);
        byte[] damaged = good.clone();
        damaged[512 + 2048 + 3]++;
        refused("is damaged: what should be a header at byte 2560 is none", damaged);
        assertTrue(assertThrows(HostException.class, () -> new TarBase(directory.resolve("n"), (d, t) -> {}))
                .getMessage()
                .endsWith("does not exist; check the path"));
        assertThrows(HostException.class, () -> new TarBase(directory, (d, t) -> {}));
    }

    @Test
    void absurdSizesAreRefused() throws IOException {
        file("f", "x");
        byte[] good = archive();
        refused("(is truncated|is damaged.*)", patched(good, 124, "77777777777\0"));
        byte[] negative = patched(good, 124, "\u00ff".repeat(12));
        refused("is damaged.*", negative);
        byte[] pax = patched(patched(good, 156, "x"), 124, "77777777777\0");
        refused("is damaged: a description of .* bytes", pax);
    }

    /** Other bytes in the first header, with the right sum. */
    private static byte[] patched(byte[] archive, int at, String text) {
        byte[] copy = archive.clone();
        System.arraycopy(text.getBytes(ISO_8859_1), 0, copy, at, text.length());
        Arrays.fill(copy, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += copy[i] & 0xff;
        }
        byte[] digits = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(ISO_8859_1);
        System.arraycopy(digits, 0, copy, 148, 8);
        return copy;
    }

    @Test
    void paxNonsenseIsRefused() throws IOException {
        for (String header :
                new String[] {"99 a=b\n", "5 a=b\n", "x", "0 =\n", "-4 a=\n", "6 ab\n\0", "11 path=\0x\n"}) {
            bytes.reset();
            TarArchiveOutputStream stream = new TarArchiveOutputStream(bytes);
            TarArchiveEntry pax = entry("p", TarConstants.LF_PAX_EXTENDED_HEADER_LC, 0644);
            pax.setSize(header.length());
            stream.putArchiveEntry(pax);
            stream.write(header.getBytes(ISO_8859_1));
            stream.closeArchiveEntry();
            TarArchiveEntry f = entry("f", TarConstants.LF_NORMAL, 0644);
            stream.putArchiveEntry(f);
            stream.closeArchiveEntry();
            stream.finish();
            refused(
                    "(is damaged: an extended header cannot be read|has a name with a zero byte in it)",
                    bytes.toByteArray());
        }
    }

    @Test
    void randomDamageNeverDoesMoreThanFail() throws IOException {
        directory("d/", 0755);
        file("d/f", "data".repeat(300));
        pax("GNU.sparse.map=0,2,5,1", "GNU.sparse.size=9");
        file("d/x", "abc");
        link("l", TarConstants.LF_SYMLINK, "d");
        byte[] good = archive();
        open(good);
        assertEquals("ab\0\0\0c\0\0\0", read(at("d/x")));
        base.close();
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            int at = random.nextInt(good.length / 512) * 512;
            byte[] bad = good.clone();
            byte[] header = Arrays.copyOfRange(bad, at, at + 512);
            for (int j = 0; j <= random.nextInt(4); j++) {
                header[random.nextInt(512)] = (byte) random.nextInt(256);
            }
            System.arraycopy(patched(header, 0, ""), 0, bad, at, 512);
            Path file = save(bad);
            try (TarBase opened = new TarBase(file, (done, total) -> {})) {
                readAll(opened.root());
            } catch (HostException e) {
                assertTrue(e.getMessage().startsWith("the archive '"), e.getMessage());
            }
        }
    }

    private static void readAll(LowerNode node) {
        if (node.stat().isDirectory()) {
            node.list().forEach(entry -> readAll(entry.node()));
        } else if (node.stat().isRegular() && node.stat().size() < 1 << 20) {
            read(node);
        }
    }
}

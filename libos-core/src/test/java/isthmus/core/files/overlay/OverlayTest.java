package isthmus.core.files.overlay;

import static isthmus.core.files.OpenFlags.O_DIRECTORY;
import static isthmus.core.files.OpenFlags.O_RDONLY;
import static isthmus.core.files.OpenFlags.O_RDWR;
import static isthmus.core.files.OpenFlags.O_TRUNC;
import static isthmus.core.files.OpenFlags.O_WRONLY;
import static isthmus.core.files.World.bytes;
import static isthmus.core.files.World.fails;
import static isthmus.core.files.World.readAt;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.RegularFile;
import isthmus.core.files.RenameOperation;
import isthmus.core.files.Stat;
import isthmus.core.files.StatFs;
import isthmus.core.files.World;
import isthmus.core.files.host.HostBase;
import isthmus.core.memory.MemoryObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
    @TempDir
    Path folder;

    private World world;
    private HostBase base;
    private String before;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("d/sub/deep"));
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("d/f"), "lower");
        Files.writeString(folder.resolve("d/sub/g"), "g");
        Files.createLink(folder.resolve("d/hard"), folder.resolve("d/f"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("d/f"));
        Files.write(folder.resolve("big"), new byte[300_000]);
        before = picture();
        base = new HostBase(folder);
        world = new World(services -> new Overlay(services, base, World.LIMIT));
    }

    @AfterEach
    void theFolderIsUntouched() throws IOException {
        world.close();
        base.close();
        assertEquals(before, picture());
    }

    @Test
    void theBaseTakesUpItsDisk() {
        StatFs s = world.at("/").inode().fileSystem().statFs();
        assertEquals(World.LIMIT >> 12, s.free());
        assertTrue(s.blocks() > s.free(), s.toString());
    }

    private String picture() throws IOException {
        StringBuilder picture = new StringBuilder();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted().toList()) {
                picture.append(path).append(Files.getLastModifiedTime(path));
                picture.append(Files.isRegularFile(path) ? Files.readString(path) : "")
                        .append('\n');
            }
        }
        return picture.toString();
    }

    /** Forgets every node that is not held. */
    private static void forget() {
        System.gc();
    }

    @Test
    void theBaseIsSeen() throws IOException {
        assertEquals("lower", world.read("/d/f"));
        assertEquals("lower", world.read("/link"));
        assertEquals(List.of("big", "d", "empty", "link"), world.list("/"));
        assertEquals(
                Files.getAttribute(folder.resolve("d"), "unix:ino"),
                world.stat("/d").ino());
        assertEquals(
                Files.getAttribute(folder.resolve("d"), "unix:nlink"),
                world.stat("/d").nlink());
        assertEquals(2, world.stat("/d/f").nlink());
        assertEquals(world.stat("/").dev(), world.stat("/d/f").dev());
        fails(Errno.ENOENT, () -> world.read("/none"));
        fails(Errno.ENOTDIR, () -> world.read("/big/x"));
        OpenFile big = world.open("/big", O_RDONLY);
        assertEquals("", readAt(big, 300_000, 10));
        assertEquals("\0", readAt(big, 299_999, 10));
        assertEquals(1234, big.lseek(1234, RegularFile.SEEK_DATA));
        assertEquals(300_000, big.lseek(0, RegularFile.SEEK_HOLE));
    }

    @Test
    void whatIsWrittenStaysAbove() {
        Stat old = world.stat("/big");
        OpenFile file = world.open("/big", O_RDWR);
        file.write(bytes("changed"), 100_000);
        assertEquals("\0changed\0", readAt(file, 99_999, 9));
        file.release();
        forget();
        assertEquals("\0changed\0", readAt(world.open("/big", O_RDONLY), 99_999, 9));
        Stat now = world.stat("/big");
        assertEquals(old.ino(), now.ino());
        assertEquals(old.size(), now.size());
        assertTrue(now.mtime() != old.mtime());
    }

    @Test
    void cuttingNeedsNothingOfTheBase() {
        OpenFile file = world.open("/d/f", O_RDWR | O_TRUNC);
        assertEquals("", readAt(file, 0, 9));
        file.truncate(5);
        assertEquals("\0\0\0\0\0", readAt(file, 0, 9));
        OpenFile big = world.open("/d/sub/g", O_WRONLY);
        big.truncate(0);
        big.write(bytes("abc"), 2);
        assertEquals("\0\0abc", world.read("/d/sub/g"));
        OpenFile other = world.open("/big", O_RDWR);
        other.write(bytes("x"), 70_000);
        other.truncate(70_001);
        other.truncate(300_000);
        assertEquals("\0x\0", readAt(other, 69_999, 3));
    }

    @Test
    void partlyCutContentsDoNotComeBack() {
        OpenFile file = world.open("/d/f", O_RDWR);
        file.truncate(3);
        file.truncate(5);
        assertEquals("low\0\0", readAt(file, 0, 9));
    }

    @Test
    void attributesAreKeptAbove() {
        world.chmod("/d/f", 04711);
        world.chown("/d/sub", 7, 8);
        world.vfs.attributes().setTimes(world.root, world.at("/link"), 5, 6);
        world.vfs.xattrs().set(world.root, world.at("/empty"), "user.x", new byte[] {1}, 0);
        forget();
        assertEquals(Mode.S_IFREG | 04711, world.stat("/d/f").mode());
        assertEquals(Mode.S_IFREG | 04711, world.stat("/d/hard").mode());
        assertEquals(7, world.stat("/d/sub").uid());
        assertEquals(6, world.stat("/link").mtime());
        assertEquals(List.of("user.x"), world.vfs.xattrs().list(world.root, world.at("/empty")));
        assertEquals("lower", world.read("/d/f"));
    }

    @Test
    void hardLinksOfTheBaseAreOneFile() {
        assertSame(world.at("/d/f").inode(), world.at("/d/hard").inode());
        world.write("/d/hard", "both");
        forget();
        assertEquals("both", world.read("/d/f"));
        world.unlink("/d/f");
        forget();
        assertEquals("both", world.read("/d/hard"));
        assertEquals(1, world.stat("/d/hard").nlink());
        world.link("/d/hard", "/third");
        assertEquals(2, world.stat("/d/hard").nlink());
    }

    @Test
    void removedNamesStayRemoved() {
        world.unlink("/d/f");
        forget();
        assertFalse(world.exists("/d/f"));
        assertEquals(List.of("hard", "sub"), world.list("/d"));
        world.write("/d/f", "new");
        assertEquals("new", world.read("/d/f"));
        assertEquals("lower", world.read("/d/hard"));
        world.unlink("/d/f");
        assertFalse(world.exists("/d/f"));
        fails(Errno.ENOTEMPTY, () -> world.rmdir("/d"));
        world.unlink("/d/hard");
        world.unlink("/d/sub/g");
        world.rmdir("/d/sub/deep");
        world.rmdir("/d/sub");
        world.rmdir("/d");
        forget();
        assertEquals(List.of("big", "empty", "link"), world.list("/"));
        world.mkdir("/d");
        assertEquals(List.of(), world.list("/d"));
        assertEquals(2, world.stat("/d").nlink());
    }

    @Test
    void directoriesOfTheBaseAreRenamed() {
        long ino = world.stat("/d/sub").ino();
        world.rename("/d", "/moved");
        forget();
        assertFalse(world.exists("/d"));
        assertEquals("g", world.read("/moved/sub/g"));
        assertEquals(ino, world.stat("/moved/sub").ino());
        world.write("/moved/sub/new", "n");
        world.rename("/moved/sub", "/sub");
        forget();
        assertEquals(List.of("deep", "g", "new"), world.list("/sub"));
        world.rename("/sub", "/empty");
        assertEquals(List.of("deep", "g", "new"), world.list("/empty"));
        fails(Errno.ENOTEMPTY, () -> world.rename("/moved", "/empty"));
        world.rename("/moved", "/empty", RenameOperation.RENAME_EXCHANGE);
        assertEquals("lower", world.read("/empty/f"));
        assertEquals("n", world.read("/moved/new"));
    }

    @Test
    void filesOfTheBaseAreRenamed() {
        world.rename("/d/f", "/d/sub/g");
        forget();
        assertEquals("lower", world.read("/d/sub/g"));
        assertEquals(List.of("hard", "sub"), world.list("/d"));
        world.rename("/link", "/d/f");
        assertEquals("d/f", world.at("/d/f").inode().readlink());
    }

    @Test
    void somethingDeepDownIsKept() {
        world.write("/d/sub/deep/x", "x");
        forget();
        assertEquals("x", world.read("/d/sub/deep/x"));
        assertEquals(List.of("x"), world.list("/d/sub/deep"));
    }

    @Test
    void mappingsAndWritesAgree() {
        OpenFile reader = world.open("/d/f", O_RDONLY);
        MemoryObject object = reader.memoryObject(false);
        OpenFile writer = world.open("/d/hard", O_WRONLY);
        writer.write(bytes("L"), 0);
        assertSame(object, reader.memoryObject(false));
        assertEquals("Lower", readAt(reader, 0, 9));
        ((Overlay) reader.inode().fileSystem()).dropCaches();
        assertEquals("Lower", readAt(reader, 0, 9));
    }

    @Test
    void unusedCachesAreDropped() {
        OpenFile reader = world.open("/d/sub/g", O_RDONLY);
        MemoryObject object = reader.memoryObject(false);
        Overlay overlay = (Overlay) reader.inode().fileSystem();
        object.read(0, ByteBuffer.allocate(1));
        overlay.dropCaches();
        assertSame(object, reader.memoryObject(false));
        reader.release();
        overlay.dropCaches();
        assertNotEquals(object, world.open("/d/sub/g", O_RDONLY).memoryObject(false));
        assertEquals("g", world.read("/d/sub/g"));
    }

    @Test
    void positionsStayWhileEntriesComeAndGo() throws IOException {
        for (int i = 0; i < 40; i++) {
            Files.createFile(folder.resolve("empty/" + i));
        }
        before = picture();
        OpenFile directory = world.open("/empty", O_DIRECTORY);
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 30; round++) {
            List<String> batch = new ArrayList<>();
            directory.readDirectory((name, ino, type, next) -> batch.size() < 3 && batch.add(name));
            for (String name : batch) {
                assertTrue(seen.add(name), name);
                if (Character.isDigit(name.charAt(0))) {
                    world.unlink("/empty/" + name);
                }
            }
            world.write("/empty/n" + round, "");
        }
        for (int i = 0; i < 40; i++) {
            assertTrue(seen.contains("" + i));
        }
        assertEquals(30, world.list("/empty").size());
    }

    @Test
    void newInodesHaveNumbersOfTheirOwn() {
        world.write("/new", "");
        world.mkdir("/dir");
        Set<Long> numbers = new HashSet<>();
        for (String name : world.list("/")) {
            assertTrue(numbers.add(world.stat("/" + name).ino()));
        }
        assertEquals(4096, world.stat("/dir").size());
    }
}

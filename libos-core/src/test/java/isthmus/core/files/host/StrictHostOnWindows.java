package isthmus.core.files.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.FileServices;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.World;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.time.Clocks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shared folder of a host that tells no case apart, has no inode numbers, and is strict about open files. */
class StrictHostOnWindows {
    @TempDir
    Path folder;

    private HostVolume volume;
    private Inode root;

    @BeforeEach
    void open() {
        PhysicalMemory memory = new PhysicalMemory(new MockPlatform(4096), 1L << 30);
        volume = new HostVolume(new FileServices(Clocks.ofHost(0), memory), folder);
        root = volume.root();
    }

    private Inode create(String name) {
        return closed(root.create(name, Mode.S_IFREG | 0644, 0, 0, 0));
    }

    /** A new file is open until somebody has opened and closed it. */
    private static Inode closed(Inode made) {
        ((HostInode) made).contents().unused();
        return made;
    }

    private static void refused(Errno errno, Runnable action) {
        assertEquals(errno, assertThrows(ErrnoException.class, action::run).errno());
    }

    private List<String> host() throws IOException {
        List<String> names = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }

    @Test
    void namesThatDifferInCaseAreOneFile() throws IOException {
        Inode made = create("ReadMe");
        assertSame(made, root.lookup("README"));
        refused(Errno.EEXIST, () -> create("readme"));
        assertEquals(made.stat().ino(), root.lookup("readme").stat().ino());
        root.rename("README", root, "readme", 0);
        assertEquals(List.of("readme"), host());
        root.unlink("ReadMe");
        assertEquals(List.of(), host());
        assertTrue(made.isDeleted());
    }

    @Test
    void programsChangeTheCaseOfAName() throws IOException {
        try (World world = new World(services -> new HostVolume(services, folder))) {
            world.write("/readme", "x");
            world.rename("/readme", "/README");
            assertEquals(List.of("README"), host());
            world.rename("/README", "/README");
            world.rename("/readme", "/Readme");
            assertEquals(List.of("Readme"), host());
            assertEquals("x", world.read("/README"));
        }
    }

    @Test
    void namesThatTheHostCannotHave() throws IOException {
        for (String name : List.of("con", "nul.txt", "a:b", "x\\..\\..\\y", "dot.", "blank ", "q?", "\u00ff", "C:")) {
            create(name);
            assertEquals(0, root.lookup(name).stat().size());
        }
        assertEquals(9, host().size());
        assertFalse(Files.exists(folder.resolveSibling("y")));
        for (String name : List.of("con", "nul.txt", "a:b", "x\\..\\..\\y", "dot.", "blank ", "q?", "\u00ff", "C:")) {
            root.unlink(name);
        }
        assertEquals(List.of(), host());
        refused(Errno.ENOENT, () -> root.lookup("nul"));
        refused(Errno.ENOENT, () -> root.lookup("x:stream"));
    }

    @Test
    void attributes() {
        Inode file = create("f");
        assertEquals(Mode.S_IFREG | 0777, file.stat().mode());
        file.setMode(0444);
        assertEquals(Mode.S_IFREG | 0555, file.stat().mode());
        Inode directory = root.mkdir("d", 0700, 0, 0);
        assertEquals(Mode.S_IFDIR | 0777, directory.stat().mode());
        directory.setMode(0500);
        assertEquals(1, file.stat().nlink());
        assertNotEquals(file.stat().ino(), directory.stat().ino());
        refused(Errno.EPERM, () -> file.setOwner(1000, -1));
        file.setMode(0644);
        file.setTimes(1_600_000_000_123_456_000L, 1_500_000_000_000_000_000L);
        assertEquals(1_600_000_000_123_456_000L, file.stat().atime());
        assertEquals(1_500_000_000_000_000_000L, file.stat().mtime());
    }

    @Test
    void numbersBelongToNames() {
        Inode file = create("a");
        long ino = file.stat().ino();
        root.rename("a", root, "b", 0);
        Inode other = create("a");
        assertNotEquals(file.stat().ino(), other.stat().ino());
        assertEquals(file.stat().ino(), root.lookup("b").stat().ino());
        HostVolume again = new HostVolume(volume.services(), folder);
        assertEquals(
                root.lookup("b").stat().ino(), again.root().lookup("b").stat().ino());
        assertTrue(ino > 2);
    }

    @Test
    void whatMayNotBeWrittenCanBeRemovedAndReplaced() throws IOException {
        create("keep").setMode(0444);
        root.unlink("keep");
        create("target").setMode(0444);
        create("source");
        root.rename("source", root, "target", 0);
        assertEquals(List.of("target"), host());
        assertEquals(Mode.S_IFREG | 0777, root.lookup("target").stat().mode());
    }

    @Test
    void openFilesCanBeRemovedAndReplaced() throws IOException {
        Files.write(folder.resolve("f"), new byte[] {1, 2, 3});
        try (FileChannel open = FileChannel.open(folder.resolve("f"), StandardOpenOption.READ)) {
            root.unlink("f");
            create("f");
            assertEquals(3, open.size());
        }
        Files.write(folder.resolve("g"), new byte[] {1, 2, 3});
        try (FileChannel open = FileChannel.open(folder.resolve("g"), StandardOpenOption.READ)) {
            root.rename("f", root, "g", 0);
            assertEquals(3, open.size());
        }
        assertArrayEquals(new byte[0], Files.readAllBytes(folder.resolve("g")));
        assertEquals(List.of("g"), host());
    }

    @Test
    void directoriesReplaceEmptyOnes() throws IOException {
        closed(root.mkdir("a", 0755, 0, 0).create("x", Mode.S_IFREG | 0644, 0, 0, 0));
        root.mkdir("b", 0755, 0, 0);
        root.rename("a", root, "b", 0);
        assertEquals(0, root.lookup("b").lookup("x").stat().size());
        root.mkdir("c", 0755, 0, 0);
        refused(Errno.ENOTEMPTY, () -> root.rename("c", root, "b", 0));
        refused(Errno.ENOTEMPTY, () -> root.rmdir("b"));
        refused(Errno.ENOTDIR, () -> root.lookup("b").rmdir("x"));
    }

    @Test
    void aRunsOwnFolderTellsCaseApart() throws IOException {
        Files.write(folder.resolve("Makefile"), new byte[] {7});
        try (HostBase base = new HostBase(folder)) {
            assertEquals(1, base.root().lookup("Makefile").stat().size());
            assertEquals(null, base.root().lookup("makefile"));
            java.nio.ByteBuffer target = java.nio.ByteBuffer.allocate(4);
            assertEquals(1, base.root().lookup("Makefile").read(target, 0));
        }
    }

    @Test
    void longPaths() {
        Inode at = root;
        for (int i = 0; i < 8; i++) {
            at = at.mkdir("d".repeat(60), 0755, 0, 0);
        }
        closed(at.create("file", Mode.S_IFREG | 0644, 0, 0, 0));
        assertEquals(0, at.lookup("file").stat().size());
        Inode last = at;
        assertThrows(ErrnoException.class, () -> last.create("n".repeat(256), Mode.S_IFREG | 0644, 0, 0, 0));
    }
}

package isthmus.core.files.host;

import static isthmus.core.files.OpenFlags.O_APPEND;
import static isthmus.core.files.OpenFlags.O_CREAT;
import static isthmus.core.files.OpenFlags.O_DIRECTORY;
import static isthmus.core.files.OpenFlags.O_EXCL;
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
import isthmus.core.ErrnoException;
import isthmus.core.files.AttributeOperations;
import isthmus.core.files.Mode;
import isthmus.core.files.Mount;
import isthmus.core.files.OpenFile;
import isthmus.core.files.RenameOperation;
import isthmus.core.files.WalkOptions;
import isthmus.core.files.World;
import isthmus.core.memory.MemoryObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX) // the assertions look at owners, modes and links of a Unix host
class HostVolumeTest {
    @TempDir
    Path directory;

    private Path folder;
    private World world;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(directory.resolve("shared"));
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createDirectory(directory.resolve("outside"));
        Files.writeString(directory.resolve("outside/f"), "secret");
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/f"), "inside");
        world = new World(services -> new HostVolume(services, folder));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private int mode(String name) throws IOException {
        return (Integer) Files.getAttribute(folder.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void whatIsDoneIsDoneOnTheHost() throws IOException {
        world.write("/new", "hello");
        assertEquals("hello", Files.readString(folder.resolve("new")));
        world.mkdir("/dir");
        assertEquals(Mode.S_IFDIR | 0755, mode("dir"));
        world.symlink("../secret", "/dir/link");
        assertEquals(
                "../secret", Files.readSymbolicLink(folder.resolve("dir/link")).toString());
        fails(Errno.ENOENT, () -> world.read("/dir/link"));
        world.link("/new", "/dir/hard");
        assertEquals(2, world.stat("/new").nlink());
        assertSame(world.at("/new").inode(), world.at("/dir/hard").inode());
        world.rename("/dir", "/moved");
        assertEquals("hello", Files.readString(folder.resolve("moved/hard")));
        fails(Errno.ENOTEMPTY, () -> world.rmdir("/moved"));
        fails(Errno.ENOTEMPTY, () -> world.rename("/d", "/moved"));
        world.unlink("/moved/hard");
        world.unlink("/moved/link");
        world.rmdir("/moved");
        assertFalse(Files.exists(folder.resolve("moved")));
        assertEquals(1, world.stat("/new").nlink());
        assertEquals(List.of("d", "new"), world.list("/"));
        fails(Errno.EPERM, () -> world.vfs.names().mknod(world.root, world.namespace.root(), "/p", Mode.S_IFIFO, 0));
        fails(Errno.EINVAL, () -> world.rename("/d", "/new", RenameOperation.RENAME_EXCHANGE));
        fails(Errno.EEXIST, () -> world.rename("/d/f", "/new", RenameOperation.RENAME_NOREPLACE));
    }

    @Test
    void attributesReachTheHost() throws IOException {
        world.chmod("/d/f", 04640);
        assertEquals(Mode.S_IFREG | 04640, mode("d/f"));
        world.vfs.attributes().setTimes(world.root, world.at("/d/f"), 1_000_000_001L, 2_000_000_002L);
        assertEquals(2_000_000_002L, world.stat("/d/f").mtime());
        assertEquals(1_000_000_001L, world.stat("/d/f").atime());
        world.vfs.attributes().setTimes(world.root, world.at("/d"), AttributeOperations.OMIT, 3_000_000_003L);
        assertEquals(3_000_000_003L, world.stat("/d").mtime());
        assertEquals(
                Files.getAttribute(folder.resolve("d/f"), "unix:ino"),
                world.stat("/d/f").ino());
        world.vfs.attributes().truncate(world.root, world.at("/d/f"), 2);
        assertEquals("in", Files.readString(folder.resolve("d/f")));
        world.vfs.attributes().truncate(world.root, world.at("/d/f"), 4);
        assertEquals("in\0\0", Files.readString(folder.resolve("d/f")));
        OpenFile made = world.vfs
                .opener()
                .open(world.root, world.at("/"), "x", O_WRONLY | O_CREAT | O_EXCL, 0440, WalkOptions.FOLLOW);
        made.write(bytes("written although it says 0440"));
        assertEquals(Mode.S_IFREG | 0440, mode("x"));
    }

    @Test
    void offsetsAndAppending() throws IOException {
        OpenFile file = world.open("/d/f", O_RDWR | O_APPEND);
        file.write(bytes("+"));
        file.write(bytes("++"), 0);
        assertEquals("inside+++", Files.readString(folder.resolve("d/f")));
        file.truncate(3);
        file.truncate(5);
        assertEquals("ins\0\0", readAt(file, 0, 10));
        world.open("/d/f", O_WRONLY | O_TRUNC).release();
        assertEquals(0, Files.size(folder.resolve("d/f")));
        fails(Errno.EOPNOTSUPP, () -> file.allocate(0, 0, 10));
        file.sync(false);
    }

    @Test
    void whatTheHostDoesIsSeen() throws IOException {
        assertEquals("inside", world.read("/d/f"));
        Files.writeString(folder.resolve("d/f"), "changed by the host");
        assertEquals("changed by the host", world.read("/d/f"));
        Files.move(folder.resolve("d"), folder.resolve("e"));
        fails(Errno.ENOENT, () -> world.read("/d/f"));
        assertEquals("changed by the host", world.read("/e/f"));
        Files.delete(folder.resolve("e/f"));
        Files.createDirectory(folder.resolve("e/f"));
        assertTrue(world.at("/e/f").inode().isDirectory());
    }

    @Test
    void anUnlinkedFileStaysWhileItIsOpen() {
        OpenFile file = world.open("/d/f", O_RDWR);
        world.unlink("/d/f");
        assertEquals("inside", World.readAll(file));
        file.write(bytes("!"), 6);
        file.truncate(3);
        assertEquals("ins", readAt(file, 0, 9));
        assertEquals(0, file.inode().stat().nlink());
        world.write("/d/f", "another");
        assertNotEquals(file.inode(), world.at("/d/f").inode());
        file.release();
    }

    @Test
    void mappingsAndTheFileAgree() throws IOException {
        OpenFile file = world.open("/d/f", O_RDWR);
        MemoryObject object = file.memoryObject(true);
        assertEquals("inside", readAt(file, 0, 9));
        file.write(bytes("I"), 0);
        ByteBuffer seen = ByteBuffer.allocate(2);
        object.read(0, seen);
        assertEquals('I', seen.get(0));
        assertEquals("Inside", Files.readString(folder.resolve("d/f")));
        file.truncate(2);
        assertEquals(2, object.size());
        OpenFile other = world.open("/d/f", O_RDONLY);
        assertSame(object, other.memoryObject(false));
        file.release();
        other.release();
        Files.writeString(folder.resolve("d/f"), "later");
        assertEquals("later", world.read("/d/f"));
    }

    @Test
    void whatTheHostChangesIsSeenOnceNobodyMapsIt() throws IOException {
        OpenFile file = world.open("/d/f", O_RDWR);
        MemoryObject object = file.memoryObject(true).retain(); // as a mapping does
        assertEquals("inside", readAt(file, 0, 9));
        file.release();
        object.release();
        Files.writeString(folder.resolve("d/f"), "more than before");
        assertEquals("more than before", world.read("/d/f"));
        assertEquals(16, world.at("/d/f").inode().stat().size());
    }

    @Test
    void whatIsWrittenBackIsNeverOlderThanTheFile() throws Exception {
        OpenFile file = world.open("/d/f", O_RDWR);
        MemoryObject object = file.memoryObject(true);
        AtomicBoolean stop = new AtomicBoolean();
        Future<?> syncer = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                object.punchHole(100, 1); // marks the block as a store does
                object.sync(0, 65536);
            }
        });
        try {
            for (int i = 0; i < 10_000; i++) {
                String text = String.valueOf(10_000 + i);
                file.write(bytes(text), 0);
                file.truncate(5 + i % 50);
                assertEquals(5 + i % 50, Files.size(folder.resolve("d/f")));
                assertEquals(text, Files.readString(folder.resolve("d/f")).substring(0, 5));
            }
        } finally {
            stop.set(true);
            syncer.get();
            file.release();
        }
    }

    @Test
    void readOnlyMountsRefuse() {
        world.mkdir("/m");
        world.namespace.mount(world.at("/m"), new HostVolume(world.services, folder), "x", Mount.MS_RDONLY);
        assertEquals("inside", world.read("/m/d/f"));
        fails(Errno.EROFS, () -> world.write("/m/d/f", "x"));
        fails(Errno.EROFS, () -> world.write("/m/x", "x"));
        fails(Errno.EROFS, () -> world.mkdir("/m/x"));
        fails(Errno.EROFS, () -> world.unlink("/m/d/f"));
        fails(Errno.EROFS, () -> world.rename("/m/d/f", "/m/g"));
        fails(Errno.EROFS, () -> world.chmod("/m/d/f", 0777));
        fails(Errno.EROFS, () -> world.symlink("x", "/m/x"));
        fails(Errno.EROFS, () -> world.link("/m/d/f", "/m/x"));
        fails(Errno.EROFS, () -> world.vfs.attributes().truncate(world.root, world.at("/m/d/f"), 0));
        fails(Errno.EROFS, () -> world.vfs.attributes().setTimes(world.root, world.at("/m/d/f"), 1, 1));
    }

    // --- nothing leads out
    // ------------------------------------------------------------------------------------------------

    @Test
    void linksAreTheGuestsOwn() throws IOException {
        Files.createSymbolicLink(folder.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(folder.resolve("dir"), directory.resolve("outside"));
        fails(Errno.ENOENT, () -> world.read("/up"));
        fails(Errno.ENOENT, () -> world.read("/dir/f"));
        fails(Errno.ENOENT, () -> world.read("/../../secret"));
        world.write("/up", "made by the guest");
        assertEquals("secret", Files.readString(directory.resolve("secret")));
        assertEquals("made by the guest", Files.readString(folder.resolve("secret")));
    }

    @Test
    void aGuestsOpenDirectoryDoesNotBecomeALink() throws IOException {
        OpenFile open = world.open("/d", O_DIRECTORY);
        world.rename("/d", "/away");
        world.symlink(directory.resolve("outside").toString(), "/d");
        OpenFile inside = world.vfs.opener().open(world.root, open.path(), "f", O_RDONLY, 0, WalkOptions.FOLLOW);
        assertEquals("inside", World.readAll(inside));
        world.unlink("/away/f");
        world.rmdir("/away");
        fails(
                Errno.ENOENT,
                () -> world.vfs.opener().open(world.root, open.path(), "f", O_RDONLY | O_CREAT, 0, WalkOptions.FOLLOW));
        assertEquals("secret", Files.readString(directory.resolve("outside/f")));
    }

    /** Of the file that carries the lock of names a guest sees nothing, and it stays where it is. */
    @Test
    void theLockOfNamesIsOutOfReach() throws IOException {
        String file = "/d/" + HostNamesFile.NAME;
        Path onHost = Files.writeString(folder.resolve("d").resolve(HostNamesFile.NAME), "x");
        assertEquals(List.of("f"), world.list("/d"));
        fails(Errno.ENOENT, () -> world.stat(file));
        fails(Errno.ENOENT, () -> world.read(file));
        fails(Errno.ENOENT, () -> world.unlink(file));
        fails(Errno.ENOENT, () -> world.rename(file, "/x"));
        fails(Errno.ENOENT, () -> world.link(file, "/x"));
        fails(Errno.EACCES, () -> world.write(file, "y"));
        fails(Errno.EACCES, () -> world.rename("/d/f", file));
        fails(Errno.EACCES, () -> world.link("/d/f", file));
        fails(Errno.EACCES, () -> world.symlink("f", file));
        fails(Errno.EACCES, () -> world.mkdir("/" + HostNamesFile.NAME));
        fails(Errno.EBUSY, () -> world.rename("/d", "/e"));
        world.unlink("/d/f");
        fails(Errno.ENOTEMPTY, () -> world.rmdir("/d"));
        assertEquals("x", Files.readString(onHost));
    }

    @Test
    void aDirectoryThatTheHostReplacedLeadsNowhere() throws IOException {
        OpenFile open = world.open("/d", O_DIRECTORY);
        Files.move(folder.resolve("d"), directory.resolve("away"));
        Files.createSymbolicLink(folder.resolve("d"), directory.resolve("outside"));
        for (int flags : new int[] {O_RDONLY, O_WRONLY | O_CREAT, O_WRONLY | O_TRUNC}) {
            fails(
                    Errno.ESTALE,
                    () -> world.vfs.opener().open(world.root, open.path(), "f", flags, 0666, WalkOptions.FOLLOW));
        }
        fails(Errno.ESTALE, () -> world.vfs.names().mkdir(world.root, open.path(), "new", 0777));
        fails(Errno.ESTALE, () -> world.vfs.names().unlink(world.root, open.path(), "f"));
        fails(Errno.ESTALE, () -> open.readDirectory((name, ino, type, next) -> true));
        assertEquals("secret", Files.readString(directory.resolve("outside/f")));
        assertFalse(Files.exists(directory.resolve("outside/new")));
    }

    @Test
    void noRaceLeadsOut() throws Exception {
        world.symlink(directory.resolve("outside").toString(), "/trap");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean escaped = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!stop.get()) {
                world.rename("/d", "/was");
                world.rename("/trap", "/d");
                world.rename("/d", "/trap");
                world.rename("/was", "/d");
            }
        });
        Thread reader = new Thread(() -> {
            while (!stop.get()) {
                try {
                    if (world.read("/d/f").equals("secret")) {
                        escaped.set(true);
                    }
                    world.write("/d/new", "x");
                } catch (ErrnoException e) {
                    Thread.onSpinWait(); // the directory was away, or a link to what the guest does not have
                }
            }
        });
        swapper.start();
        reader.start();
        Thread.sleep(1500);
        stop.set(true);
        swapper.join();
        reader.join();
        assertFalse(escaped.get());
        assertFalse(Files.exists(directory.resolve("outside/new")));
        assertEquals("secret", Files.readString(directory.resolve("outside/f")));
    }

    @Test
    void hostFifosAndDevicesAreNeverOpened() throws Exception {
        Process made = new ProcessBuilder("mkfifo", folder.resolve("p").toString()).start();
        assertEquals(0, made.waitFor());
        assertEquals(Mode.S_IFIFO, world.stat("/p").mode() & Mode.S_IFMT);
        fails(Errno.ENXIO, () -> world.open("/p", O_RDONLY));
        fails(Errno.EPERM, () -> world.chmod("/p", 0777));
        assertEquals(List.of("d", "p"), world.list("/"));
    }
}

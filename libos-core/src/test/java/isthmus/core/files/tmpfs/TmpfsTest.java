package isthmus.core.files.tmpfs;

import static isthmus.core.files.OpenFlags.O_APPEND;
import static isthmus.core.files.OpenFlags.O_CREAT;
import static isthmus.core.files.OpenFlags.O_DIRECTORY;
import static isthmus.core.files.OpenFlags.O_EXCL;
import static isthmus.core.files.OpenFlags.O_NOATIME;
import static isthmus.core.files.OpenFlags.O_NOFOLLOW;
import static isthmus.core.files.OpenFlags.O_PATH;
import static isthmus.core.files.OpenFlags.O_RDONLY;
import static isthmus.core.files.OpenFlags.O_RDWR;
import static isthmus.core.files.OpenFlags.O_TMPFILE;
import static isthmus.core.files.OpenFlags.O_TRUNC;
import static isthmus.core.files.OpenFlags.O_WRONLY;
import static isthmus.core.files.World.bytes;
import static isthmus.core.files.World.fails;
import static isthmus.core.files.World.readAt;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.files.AttributeOperations;
import isthmus.core.files.Credentials;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.RegularFile;
import isthmus.core.files.RenameOperation;
import isthmus.core.files.Stat;
import isthmus.core.files.WalkOptions;
import isthmus.core.files.World;
import isthmus.core.memory.MemoryObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TmpfsTest {
    private final World world = World.inMemory();

    @AfterEach
    void close() {
        world.close();
    }

    // --- contents
    // ---------------------------------------------------------------------------------------------------------

    @Test
    void whatIsWrittenIsRead() {
        world.write("/f", "hello");
        assertEquals("hello", world.read("/f"));
        OpenFile file = world.open("/f", O_RDWR);
        assertEquals(5, file.lseek(0, RegularFile.SEEK_END));
        file.write(bytes(" world"));
        assertEquals(2, file.lseek(-9, RegularFile.SEEK_CUR));
        assertEquals("llo world", World.readAll(file));
        file.write(bytes("J"), 0);
        assertEquals("Jello", readAt(file, 0, 5));
        assertEquals(11, world.stat("/f").size());
        fails(Errno.EINVAL, () -> file.lseek(-1, RegularFile.SEEK_SET));
        fails(Errno.EINVAL, () -> file.lseek(0, 9));
        fails(Errno.EINVAL, () -> file.read(ByteBuffer.allocate(1), -1));
        assertEquals(100, file.lseek(100, RegularFile.SEEK_SET));
        assertEquals(0, file.read(ByteBuffer.allocate(1)));
        file.write(bytes("x"));
        assertEquals("d\0\0", readAt(file, 10, 3));
        assertFalse(file.supportsEpoll());
        file.release();
    }

    @Test
    void accessModesAreKept() {
        world.write("/f", "hello");
        OpenFile reader = world.open("/f", O_RDONLY);
        OpenFile writer = world.open("/f", O_WRONLY);
        fails(Errno.EBADF, () -> reader.write(bytes("x")));
        fails(Errno.EBADF, () -> writer.read(ByteBuffer.allocate(1)));
        fails(Errno.EINVAL, () -> reader.truncate(0));
        fails(Errno.EBADF, () -> reader.allocate(0, 0, 1));
        OpenFile path = world.open("/f", O_PATH);
        fails(Errno.EBADF, () -> path.read(ByteBuffer.allocate(1)));
        assertEquals(O_PATH, path.flags());
    }

    @Test
    void appendingIsAtomic() throws InterruptedException {
        world.write("/log", "");
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String line = String.valueOf((char) ('a' + t)).repeat(99) + "\n";
            threads.add(new Thread(() -> {
                OpenFile file = world.open("/log", O_WRONLY | O_APPEND);
                for (int i = 0; i < 200; i++) {
                    file.write(bytes(line));
                }
                file.release();
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        String log = world.read("/log");
        assertEquals(4 * 200 * 100, log.length());
        for (String line : log.split("\n")) {
            assertEquals(String.valueOf(line.charAt(0)).repeat(99), line);
        }
    }

    @Test
    void truncatingCutsAndZeroes() {
        world.write("/f", "0123456789");
        OpenFile file = world.open("/f", O_RDWR);
        file.truncate(4);
        file.truncate(8);
        assertEquals("0123\0\0\0\0", readAt(file, 0, 100));
        fails(Errno.EINVAL, () -> file.truncate(-1));
        fails(Errno.EFBIG, () -> file.truncate(Long.MAX_VALUE));
        fails(Errno.EFBIG, () -> file.write(bytes("x"), Long.MAX_VALUE - 1));
        world.open("/f", O_WRONLY | O_TRUNC).release();
        assertEquals(0, world.stat("/f").size());
        assertEquals("", readAt(file, 0, 10));
    }

    @Test
    void filesHaveHoles() {
        OpenFile file = world.open("/f", O_RDWR | O_CREAT);
        file.write(bytes("x"), 1 << 20);
        assertEquals(1 << 20, file.lseek(0, RegularFile.SEEK_DATA) & -65536);
        assertEquals(0, file.lseek(0, RegularFile.SEEK_HOLE));
        assertEquals((1 << 20) + 1, file.lseek(1 << 20, RegularFile.SEEK_HOLE));
        fails(Errno.ENXIO, () -> file.lseek((1 << 20) + 1, RegularFile.SEEK_DATA));
        assertTrue(world.stat("/f").blocks() <= 128);
        file.write(bytes("abcdef"), 0);
        file.allocate(RegularFile.FALLOC_FL_PUNCH_HOLE | RegularFile.FALLOC_FL_KEEP_SIZE, 1, 3);
        assertEquals("a\0\0\0ef", readAt(file, 0, 6));
        file.allocate(RegularFile.FALLOC_FL_KEEP_SIZE, 1 << 20, 100);
        assertEquals((1 << 20) + 1, world.stat("/f").size());
        file.allocate(0, 1 << 20, 100);
        assertEquals((1 << 20) + 100, world.stat("/f").size());
        file.allocate(RegularFile.FALLOC_FL_ZERO_RANGE, 1 << 20, 200);
        assertEquals((1 << 20) + 200, world.stat("/f").size());
        assertEquals("\0", readAt(file, 1 << 20, 1));
        fails(Errno.EOPNOTSUPP, () -> file.allocate(8, 0, 4096));
        fails(Errno.EOPNOTSUPP, () -> file.allocate(RegularFile.FALLOC_FL_PUNCH_HOLE, 0, 1));
        fails(Errno.EINVAL, () -> file.allocate(0, 0, 0));
    }

    @Test
    void theLimitIsKept() {
        OpenFile file = world.open("/f", O_RDWR | O_CREAT);
        ByteBuffer piece = ByteBuffer.allocate(1 << 20);
        fails(Errno.ENOSPC, () -> {
            for (int i = 0; i < 100; i++) {
                file.write(piece.clear());
            }
        });
        assertEquals(World.LIMIT, world.stat("/f").size());
        assertEquals(0, file.inode().fileSystem().statFs().free());
        file.release();
        world.unlink("/f");
        assertEquals(
                World.LIMIT >> 12, world.at("/").inode().fileSystem().statFs().free());
    }

    @Test
    void mappedDataAreTheFile() {
        world.write("/f", "hello");
        OpenFile file = world.open("/f", O_RDWR);
        MemoryObject object = file.memoryObject(true);
        object.write(0, bytes("J"));
        assertEquals("Jello", world.read("/f"));
        file.write(bytes("!"), 5);
        assertEquals(6, object.size());
        assertSame(object, file.memoryObject(false));
    }

    @Test
    void anUnlinkedFileStaysWhileItIsOpen() {
        world.write("/f", "hello");
        OpenFile file = world.open("/f", O_RDWR);
        OpenFile path = world.open("/f", O_PATH);
        world.unlink("/f");
        assertFalse(world.exists("/f"));
        assertEquals(0, file.inode().stat().nlink());
        assertEquals("hello", World.readAll(file));
        file.release();
        OpenFile again = world.vfs.opener().openNode(world.root, path.path(), O_RDONLY);
        assertEquals("hello", World.readAll(again));
        again.release();
        PathNode place = path.path();
        path.release();
        fails(Errno.ESTALE, () -> world.vfs.opener().openNode(world.root, place, O_RDONLY));
    }

    @Test
    void temporaryFilesGetANameLater() {
        OpenFile file = world.open("/", O_TMPFILE | O_RDWR);
        file.write(bytes("late"));
        assertEquals(0, file.inode().stat().nlink());
        assertTrue(world.namespace.pathOf(file.path(), world.namespace.root()).startsWith("/#"));
        world.vfs.names().link(world.root, file.path(), world.namespace.root(), "/late");
        assertEquals("late", world.read("/late"));
        assertEquals(1, file.inode().stat().nlink());
        OpenFile hidden = world.open("/", O_TMPFILE | O_RDWR | O_EXCL);
        fails(Errno.ENOENT, () -> world.vfs.names().link(world.root, hidden.path(), world.namespace.root(), "/no"));
        fails(Errno.EINVAL, () -> world.open("/", O_TMPFILE));
        fails(Errno.ENOTDIR, () -> world.open("/late", O_TMPFILE | O_RDWR));
    }

    @Test
    void memfdsAreSealed() {
        MemoryFile memfd = ((Tmpfs) world.namespace.root().inode().fileSystem()).createAnonymous(0777, 0, 0);
        assertEquals(MemoryFile.F_SEAL_SEAL, memfd.seals());
        fails(Errno.EPERM, () -> memfd.addSeals(MemoryFile.F_SEAL_GROW));
        memfd.allowSealing();
        memfd.write(bytes("data"), 0);
        memfd.addSeals(MemoryFile.F_SEAL_GROW | MemoryFile.F_SEAL_SHRINK);
        fails(Errno.EPERM, () -> memfd.truncate(3));
        fails(Errno.EPERM, () -> memfd.truncate(5));
        memfd.write(bytes("DATA"), 0);
        fails(Errno.EPERM, () -> memfd.write(bytes("x"), 4));
        memfd.addSeals(MemoryFile.F_SEAL_WRITE);
        fails(Errno.EPERM, () -> memfd.write(bytes("x"), 0));
        assertEquals(14, memfd.seals());
    }

    // --- opening
    // ----------------------------------------------------------------------------------------------------------

    @Test
    void openingMakesFiles() {
        world.mkdir("/d");
        world.chmod("/d", 0777);
        OpenFile file = world.vfs
                .opener()
                .open(world.user, world.at("/d"), "new", O_WRONLY | O_CREAT | O_EXCL, 06666, WalkOptions.FOLLOW);
        Stat stat = file.inode().stat();
        assertEquals(Mode.S_IFREG | 06644, stat.mode());
        assertEquals(1000, stat.uid());
        assertEquals(1000, stat.gid());
        assertEquals(1, stat.nlink());
        fails(Errno.EEXIST, () -> world.open("/d/new", O_WRONLY | O_CREAT | O_EXCL));
        fails(Errno.EISDIR, () -> world.open("/d", O_RDONLY | O_CREAT));
        fails(Errno.EISDIR, () -> world.open("/d/x/", O_RDONLY | O_CREAT));
        fails(Errno.EISDIR, () -> world.open("/d/.", O_RDONLY | O_CREAT));
        fails(Errno.EISDIR, () -> world.open("/d", O_WRONLY));
        fails(Errno.ENOTDIR, () -> world.open("/d/new", O_DIRECTORY));
        fails(Errno.EINVAL, () -> world.open("/d/x", O_DIRECTORY | O_CREAT));
        fails(Errno.EACCES, () -> world.open(world.user, "/x", O_WRONLY | O_CREAT));
    }

    @Test
    void openingFollowsLinksToWhatWillBe() {
        world.symlink("target", "/link");
        fails(Errno.ENOENT, () -> world.open("/link", O_RDONLY));
        fails(Errno.EEXIST, () -> world.open("/link", O_WRONLY | O_CREAT | O_EXCL));
        fails(Errno.ELOOP, () -> world.open("/link", O_WRONLY | O_CREAT | O_NOFOLLOW));
        fails(Errno.ELOOP, () -> world.open("/link", O_NOFOLLOW));
        fails(Errno.ENOTDIR, () -> world.open("/link", O_NOFOLLOW | O_DIRECTORY));
        assertTrue(world.open("/link", O_NOFOLLOW | O_PATH).inode().stat().isSymlink());
        world.write("/link", "through");
        assertEquals("through", world.read("/target"));
    }

    @Test
    void permissionsAreChecked() {
        world.write("/f", "x");
        world.chmod("/f", 0640);
        fails(Errno.EACCES, () -> world.open(world.user, "/f", O_RDONLY));
        world.chown("/f", 0, 1000);
        world.open(world.user, "/f", O_RDONLY).release();
        fails(Errno.EACCES, () -> world.open(world.user, "/f", O_RDWR));
        fails(Errno.EACCES, () -> world.open(world.user, "/f", O_RDONLY | O_TRUNC));
        fails(Errno.EPERM, () -> world.open(world.user, "/f", O_RDONLY | O_NOATIME));
        world.chown("/f", 1000, 0);
        world.chmod("/f", 0006);
        fails(Errno.EACCES, () -> world.open(world.user, "/f", O_RDONLY));
        world.open("/f", O_RDWR).release();
        fails(Errno.EACCES, () -> world.vfs.attributes().access(Credentials.of(0, 0), world.at("/f"), 1));
        fails(Errno.EACCES, () -> world.vfs.attributes().access(Credentials.of(1000, 0), world.at("/f"), 2));
    }

    @Test
    void executedFilesAreBusy() {
        world.write("/f", "x");
        world.at("/f").inode().denyWriting();
        fails(Errno.ETXTBSY, () -> world.open("/f", O_WRONLY));
        fails(Errno.ETXTBSY, () -> world.vfs.attributes().truncate(world.root, world.at("/f"), 0));
        world.at("/f").inode().allowWriting();
        OpenFile writer = world.open("/f", O_WRONLY);
        fails(Errno.ETXTBSY, () -> world.at("/f").inode().denyWriting());
        writer.release();
        world.at("/f").inode().denyWriting();
    }

    // --- names
    // ------------------------------------------------------------------------------------------------------------

    @Test
    void directoriesCountTheirSubdirectories() {
        assertEquals(2, world.stat("/").nlink());
        world.mkdir("/d");
        world.mkdir("/d/e");
        assertEquals(3, world.stat("/").nlink());
        assertEquals(3, world.stat("/d").nlink());
        world.rename("/d/e", "/e");
        assertEquals(4, world.stat("/").nlink());
        assertEquals(2, world.stat("/d").nlink());
        PathNode d = world.at("/d");
        world.rmdir("/d");
        assertEquals(3, world.stat("/").nlink());
        assertEquals(0, d.inode().stat().nlink());
    }

    @Test
    void removingKnowsWhatItRemoves() {
        world.mkdir("/d");
        world.write("/d/f", "");
        fails(Errno.ENOTEMPTY, () -> world.rmdir("/d"));
        fails(Errno.EISDIR, () -> world.unlink("/d"));
        fails(Errno.EISDIR, () -> world.unlink("/d/"));
        fails(Errno.ENOTDIR, () -> world.unlink("/d/f/"));
        fails(Errno.ENOTDIR, () -> world.rmdir("/d/f"));
        fails(Errno.EINVAL, () -> world.rmdir("/d/."));
        fails(Errno.ENOTEMPTY, () -> world.rmdir("/d/.."));
        fails(Errno.EBUSY, () -> world.rmdir("/"));
        fails(Errno.ENOENT, () -> world.unlink("/d/g"));
        fails(Errno.EEXIST, () -> world.mkdir("/d/f"));
        fails(Errno.EEXIST, () -> world.mkdir("/d/."));
        fails(Errno.ENOENT, () -> world.symlink("x", "/new/"));
        world.mkdir("/new/");
    }

    @Test
    void hardLinksAreOneFile() {
        world.write("/a", "x");
        world.link("/a", "/b");
        assertSame(world.at("/a").inode(), world.at("/b").inode());
        assertEquals(2, world.stat("/b").nlink());
        world.unlink("/a");
        assertEquals("x", world.read("/b"));
        fails(Errno.EPERM, () -> world.link("/", "/c"));
        fails(Errno.EEXIST, () -> world.link("/b", "/b"));
        world.mkdir("/open");
        world.chmod("/open", 0777);
        fails(Errno.EPERM, () -> world.vfs.names().link(world.user, world.at("/b"), world.namespace.root(), "/open/b"));
    }

    @Test
    void renamingReplaces() {
        world.write("/a", "a");
        world.write("/b", "b");
        world.rename("/a", "/b");
        assertEquals("a", world.read("/b"));
        assertEquals(List.of("b"), world.list("/"));
        world.mkdir("/d");
        world.mkdir("/e");
        world.write("/e/x", "");
        fails(Errno.EISDIR, () -> world.rename("/b", "/d"));
        fails(Errno.ENOTDIR, () -> world.rename("/d", "/b"));
        fails(Errno.ENOTEMPTY, () -> world.rename("/d", "/e"));
        world.rename("/e", "/d");
        assertEquals(List.of("x"), world.list("/d"));
        fails(Errno.EEXIST, () -> world.rename("/b", "/d", RenameOperation.RENAME_NOREPLACE));
        fails(Errno.ENOENT, () -> world.rename("/b", "/n", RenameOperation.RENAME_EXCHANGE));
        fails(Errno.EINVAL, () -> world.rename("/b", "/n", RenameOperation.RENAME_WHITEOUT));
        fails(Errno.EINVAL, () -> world.rename("/b", "/n", 3));
        fails(Errno.EBUSY, () -> world.rename("/d/.", "/n"));
        fails(Errno.ENOTDIR, () -> world.rename("/b", "/n/"));
        world.rename("/b", "/d/x", RenameOperation.RENAME_EXCHANGE);
        assertEquals("a", world.read("/d/x"));
        world.link("/d/x", "/same");
        world.rename("/d/x", "/same");
        assertTrue(world.exists("/d/x"));
        world.rename("/d", "/f/");
    }

    @Test
    void stickyDirectoriesProtectTheirFiles() {
        world.mkdir("/tmp");
        world.chmod("/tmp", 01777);
        world.write("/tmp/roots", "x");
        world.open(world.user, "/tmp/users", O_WRONLY | O_CREAT).release();
        fails(Errno.EPERM, () -> world.vfs.names().unlink(world.user, world.at("/"), "/tmp/roots"));
        PathNode top = world.namespace.root();
        fails(Errno.EPERM, () -> world.vfs.renaming().rename(world.user, top, "/tmp/users", top, "/tmp/roots", 0));
        world.vfs.names().unlink(world.user, top, "/tmp/users");
    }

    @Test
    void setGroupIdDirectoriesHandTheirGroupDown() {
        world.mkdir("/d");
        world.chown("/d", 0, 50);
        world.chmod("/d", 02777);
        world.vfs.names().mkdir(world.user, world.at("/d"), "sub", 0777);
        assertEquals(50, world.stat("/d/sub").gid());
        assertEquals(Mode.S_IFDIR | 02755, world.stat("/d/sub").mode());
        world.vfs.names().mknod(world.user, world.at("/d"), "f", 02777, 0);
        assertEquals(50, world.stat("/d/f").gid());
        assertEquals(Mode.S_IFREG | 0755, world.stat("/d/f").mode());
        fails(Errno.EPERM, () -> world.vfs.names().mknod(world.user, world.at("/d"), "n", Mode.S_IFCHR, 1));
    }

    @Test
    void positionsStayWhileEntriesComeAndGo() {
        world.mkdir("/d");
        for (int i = 0; i < 50; i++) {
            world.write("/d/" + i, "");
        }
        OpenFile directory = world.open("/d", O_DIRECTORY);
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 60; round++) {
            List<String> batch = new ArrayList<>();
            directory.readDirectory((name, ino, type, next) -> batch.size() < 3 && batch.add(name));
            for (String name : batch) {
                assertTrue(seen.add(name), name);
                if (!name.startsWith(".")) {
                    world.unlink("/d/" + name);
                }
            }
            if (round < 5) {
                world.write("/d/new" + round, "");
            }
        }
        for (int i = 0; i < 50; i++) {
            assertTrue(seen.contains("" + i));
        }
        assertEquals(List.of(), world.list("/d"));
        assertEquals(0, directory.lseek(0, RegularFile.SEEK_SET));
        world.rmdir("/d");
        fails(Errno.ENOENT, () -> directory.readDirectory((name, ino, type, next) -> true));
    }

    // --- attributes
    // -------------------------------------------------------------------------------------------------------

    @Test
    void timesMoveAsTheyShould() {
        world.write("/f", "x");
        Stat first = world.stat("/f");
        assertTrue(first.btime() <= first.mtime() && first.mtime() == first.ctime());
        world.read("/f");
        Stat read = world.stat("/f");
        assertTrue(read.atime() > first.atime());
        assertEquals(first.mtime(), read.mtime());
        world.read("/f");
        assertEquals(read.atime(), world.stat("/f").atime()); // relatime
        world.clock.advance(86_400_000_000_000L);
        world.read("/f");
        assertNotEquals(read.atime(), world.stat("/f").atime());
        world.chmod("/f", 0600);
        Stat changed = world.stat("/f");
        assertTrue(changed.ctime() > read.ctime());
        assertEquals(read.mtime(), changed.mtime());
        world.vfs.attributes().setTimes(world.root, world.at("/f"), 1, AttributeOperations.OMIT);
        assertEquals(1, world.stat("/f").atime());
        assertEquals(changed.mtime(), world.stat("/f").mtime());
        world.vfs.attributes().setTimes(world.root, world.at("/f"), AttributeOperations.OMIT, AttributeOperations.NOW);
        assertTrue(world.stat("/f").mtime() > changed.mtime());
        Stat directory = world.stat("/");
        world.write("/g", "");
        assertTrue(world.stat("/").mtime() > directory.mtime());
        Stat file = world.stat("/g");
        world.link("/g", "/h");
        assertTrue(world.stat("/g").ctime() > file.ctime());
        assertEquals(file.mtime(), world.stat("/g").mtime());
    }

    @Test
    void ownersRule() {
        world.write("/f", "x");
        fails(Errno.EPERM, () -> world.vfs.attributes().chmod(world.user, world.at("/f"), 0777));
        fails(Errno.EPERM, () -> world.vfs.attributes().chown(world.user, world.at("/f"), 1000, -1));
        fails(Errno.EPERM, () -> world.vfs.attributes().setTimes(world.user, world.at("/f"), 1, 1));
        fails(
                Errno.EACCES,
                () -> world.vfs
                        .attributes()
                        .setTimes(world.user, world.at("/f"), AttributeOperations.NOW, AttributeOperations.NOW));
        world.chown("/f", 1000, 1000);
        world.chmod("/f", 06775);
        assertEquals(06775, world.stat("/f").mode() & 07777);
        world.vfs.attributes().chown(world.user, world.at("/f"), -1, 1000);
        assertEquals(0775, world.stat("/f").mode() & 07777);
        fails(Errno.EPERM, () -> world.vfs.attributes().chown(world.user, world.at("/f"), -1, 7));
        world.chown("/f", -1, 7);
        world.vfs.attributes().chmod(world.user, world.at("/f"), 02755);
        assertEquals(0755, world.stat("/f").mode() & 07777);
        world.symlink("f", "/l");
        fails(Errno.EOPNOTSUPP, () -> world.chmod("/l", 0777));
        world.chown("/l", 5, 5);
        assertEquals(5, world.stat("/l").uid());
    }

    @Test
    void extendedAttributes() {
        world.write("/f", "x");
        PathNode f = world.at("/f");
        byte[] value = {1, 2, 3};
        world.vfs.xattrs().set(world.root, f, "user.a", value, 0);
        assertArrayEquals(value, world.vfs.xattrs().get(world.user, f, "user.a"));
        fails(Errno.EEXIST, () -> world.vfs.xattrs().set(world.root, f, "user.a", value, 1));
        fails(Errno.ENODATA, () -> world.vfs.xattrs().set(world.root, f, "user.b", value, 2));
        fails(Errno.EACCES, () -> world.vfs.xattrs().set(world.user, f, "user.a", value, 0));
        fails(Errno.EPERM, () -> world.vfs.xattrs().set(world.user, f, "trusted.a", value, 0));
        fails(Errno.EPERM, () -> world.vfs.xattrs().set(world.user, f, "security.a", value, 0));
        fails(Errno.EOPNOTSUPP, () -> world.vfs.xattrs().set(world.root, f, "system.posix_acl_access", value, 0));
        fails(Errno.ERANGE, () -> world.vfs.xattrs().get(world.root, f, "user." + "x".repeat(251)));
        fails(Errno.E2BIG, () -> world.vfs.xattrs().set(world.root, f, "user.a", new byte[65537], 0));
        world.vfs.xattrs().set(world.root, f, "trusted.a", value, 0);
        assertEquals(List.of("trusted.a", "user.a"), world.vfs.xattrs().list(world.root, f));
        assertEquals(List.of("user.a"), world.vfs.xattrs().list(world.user, f));
        world.vfs.xattrs().remove(world.root, f, "user.a");
        fails(Errno.ENODATA, () -> world.vfs.xattrs().get(world.root, f, "user.a"));
        world.symlink("f", "/l");
        fails(Errno.EPERM, () -> world.vfs.xattrs().set(world.root, world.at("/l"), "user.a", value, 0));
    }

    @Test
    void manyThreadsAtOnce() throws InterruptedException {
        world.mkdir("/a");
        world.mkdir("/b");
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int me = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    String name = "/" + me + "-" + i;
                    world.write("/a" + name, "x");
                    world.mkdir("/a/d" + name.substring(1));
                    world.rename("/a" + name, "/b" + name);
                    world.rename("/a/d" + name.substring(1), "/b/d" + name.substring(1));
                    world.list("/b");
                    world.unlink("/b" + name);
                    world.rmdir("/b/d" + name.substring(1));
                }
            }));
            threads.get(t).setUncaughtExceptionHandler((thread, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of("a", "b"), world.list("/"));
        assertEquals(List.of(), world.list("/a"));
        assertEquals(List.of(), world.list("/b"));
        assertEquals(2, world.stat("/a").nlink());
        assertEquals(2, world.stat("/b").nlink());
    }
}

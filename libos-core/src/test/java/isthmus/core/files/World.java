package isthmus.core.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.tmpfs.Tmpfs;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.mock.MockPlatform;
import isthmus.core.time.Clocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.function.Executable;

/** A name space for tests, with root and a plain user in it, and a clock that the test turns. */
public final class World implements AutoCloseable {
    public static final long LIMIT = 64L << 20;

    private final MockPlatform platform = new MockPlatform(4096);
    public final TestClock clock = new TestClock();
    public final FileServices services = new FileServices(clock, new PhysicalMemory(platform, 1L << 30));
    public final Namespace namespace;
    public final Vfs vfs;
    public final Actor root;
    public final Actor user;

    /** Each look at the clock is a microsecond later. */
    public static final class TestClock implements Clocks {
        private long now = 1_000_000_000_000_000_000L;

        @Override
        public synchronized long realtime() {
            now += 1000;
            return now;
        }

        public synchronized void advance(long nanos) {
            now += nanos;
        }

        @Override
        public long monotonic() {
            return realtime();
        }
    }

    /** What makes the root file system. */
    public interface Maker {
        FileSystem make(FileServices services);
    }

    public World(Maker maker) {
        FileSystem fileSystem = maker.make(services);
        namespace = new Namespace(fileSystem, "test", 0);
        vfs = new Vfs(namespace, clock);
        root = actor(Credentials.of(0, 0));
        user = actor(Credentials.of(1000, 1000));
    }

    /** With a tmpfs as its root. */
    public static World inMemory() {
        return new World(services -> new Tmpfs(services, LIMIT, 0755, 0, 0));
    }

    public Actor actor(Credentials credentials) {
        return new Actor(namespace.root(), credentials, 022, null);
    }

    @Override
    public void close() {
        platform.close();
    }

    // --- short words
    // ------------------------------------------------------------------------------------------------------

    public PathNode at(String path) {
        return vfs.walk(root, namespace.root(), path, WalkOptions.NOFOLLOW);
    }

    public Stat stat(String path) {
        return at(path).inode().stat();
    }

    public boolean exists(String path) {
        try {
            at(path);
            return true;
        } catch (ErrnoException e) {
            assertEquals(Errno.ENOENT, e.errno());
            return false;
        }
    }

    public OpenFile open(Actor actor, String path, int flags) {
        return vfs.opener().open(actor, namespace.root(), path, flags, 0666, WalkOptions.FOLLOW);
    }

    public OpenFile open(String path, int flags) {
        return open(root, path, flags);
    }

    public void write(String path, String text) {
        OpenFile file = open(path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC);
        assertEquals(text.length(), file.write(bytes(text)));
        file.release();
    }

    public String read(String path) {
        OpenFile file = open(path, OpenFlags.O_RDONLY);
        try {
            return readAll(file);
        } finally {
            file.release();
        }
    }

    public static String readAll(OpenFile file) {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        while (file.read(buffer) > 0) {
            text.append(ISO_8859_1.decode(buffer.flip()));
            buffer.clear();
        }
        return text.toString();
    }

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    public static String readAt(OpenFile file, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        file.read(buffer, offset);
        return ISO_8859_1.decode(buffer.flip()).toString();
    }

    public void mkdir(String path) {
        vfs.names().mkdir(root, namespace.root(), path, 0777);
    }

    public void symlink(String target, String path) {
        vfs.names().symlink(root, target, namespace.root(), path);
    }

    public void link(String source, String path) {
        vfs.names().link(root, at(source), namespace.root(), path);
    }

    public void unlink(String path) {
        vfs.names().unlink(root, namespace.root(), path);
    }

    public void rmdir(String path) {
        vfs.names().rmdir(root, namespace.root(), path);
    }

    public void rename(String from, String to) {
        rename(from, to, 0);
    }

    public void rename(String from, String to, int flags) {
        vfs.renaming().rename(root, namespace.root(), from, namespace.root(), to, flags);
    }

    public void chmod(String path, int mode) {
        vfs.attributes().chmod(root, at(path), mode);
    }

    public void chown(String path, int uid, int gid) {
        vfs.attributes().chown(root, at(path), uid, gid);
    }

    /** The names in a directory without the dots, sorted. */
    public List<String> list(String path) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : listRaw(path)) {
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
        return new ArrayList<>(names);
    }

    public List<String> listRaw(String path) {
        OpenFile directory = open(path, OpenFlags.O_DIRECTORY);
        List<String> names = new ArrayList<>();
        directory.readDirectory((name, ino, type, next) -> names.add(name));
        directory.release();
        return names;
    }

    public static void fails(Errno errno, Executable action) {
        assertEquals(errno, assertThrows(ErrnoException.class, action).errno());
    }
}

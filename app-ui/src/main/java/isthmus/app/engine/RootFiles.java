package isthmus.app.engine;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.host.HostBase;
import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.files.overlay.LowerNode;
import isthmus.core.files.tar.TarBase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files that a run would see, looked at without a run: a root file system and shared folders. Nothing is written. Paths are
 * guest paths, bytes, one char each. Thread-safe.
 */
public final class RootFiles implements AutoCloseable {
    private static final int LINKS = 40, NAME_MAX = 255, PATH_MAX = 4096;

    private final LowerLayer base;
    private final List<LowerLayer> shared = new ArrayList<>();
    /** Shared folders by where they are, symbolic links resolved. */
    private final Map<String, LowerNode> mounts = new TreeMap<>();

    /**
     * A file that was found.
     *
     * @param path absolute, without symbolic links, dots and double slashes
     */
    public record Found(String path, LowerNode node) {}

    private RootFiles(LowerLayer base) {
        this.base = base;
    }

    /**
     * Opens them; that of a compressed archive takes its time.
     *
     * @param progress hears how far the unpacking of an archive is; an exception from there ends it
     * @throws isthmus.core.south.HostException if they cannot be read
     */
    public static RootFiles open(Path rootfs, List<Volume> volumes, TarBase.Progress progress) {
        try (SharedArchives own = new SharedArchives()) {
            return open(rootfs, volumes, own, progress); // an archive that is in use stays open
        }
    }

    /** The same, of archives that others may have opened. */
    static RootFiles open(Path rootfs, List<Volume> volumes, SharedArchives archives, TarBase.Progress progress) {
        RootFiles files = new RootFiles(RootFileSystem.base(rootfs, HostBlocks.UNKNOWN, archives, progress));
        boolean done = false;
        try {
            for (Volume volume : volumes) {
                HostBase folder = new HostBase(volume.host());
                files.shared.add(folder);
                files.mounts.put(files.resolvedPlace(volume.guest()), folder.root());
            }
            done = true;
            return files;
        } finally {
            if (!done) {
                files.close();
            }
        }
    }

    private String resolvedPlace(String place) {
        try {
            return find("/", place).path();
        } catch (ErrnoException e) {
            return String.join("/", names(place)).transform(path -> "/" + path); // it will be made there
        }
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * The file of that name, symbolic links followed: ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, or what the host says.
     *
     * @param directory absolute; where a relative path starts
     */
    public Found find(String directory, String path) {
        if (path.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (path.length() >= PATH_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
        return new Walk().to(path.startsWith("/") ? path : directory + "/" + path);
    }

    /** The file of that name, or null if there is none or it cannot be reached. */
    public Found findOrNull(String directory, String path) {
        try {
            return find(directory, path);
        } catch (ErrnoException e) {
            return null;
        }
    }

    /** The names in a directory, at most so many, in no order; empty if it is none, or cannot be read. */
    public List<LowerNode.Entry> list(String directory, int most) {
        try {
            LowerNode node = find("/", directory).node();
            if (!node.stat().isDirectory()) {
                return List.of();
            }
            List<LowerNode.Entry> entries = node.list();
            return entries.size() <= most ? entries : entries.subList(0, most);
        } catch (ErrnoException e) {
            return List.of();
        }
    }

    /** Up to so many bytes of a file from a place on, little endian; fewer at its end. */
    static ByteBuffer read(LowerNode node, long position, int most) {
        ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && node.read(bytes, position + bytes.position()) > 0) {
            // until all is there, or nothing more
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        base.close();
        shared.forEach(LowerLayer::close);
    }

    /** One way through the tree. */
    private final class Walk {
        private final Deque<String> ahead = new ArrayDeque<>();
        private final List<String> names = new ArrayList<>();
        private final List<LowerNode> nodes = new ArrayList<>(List.of(rootNode()));
        private int links;

        Found to(String path) {
            push(path);
            boolean directoryWanted = path.endsWith("/") || path.endsWith("/.");
            while (!ahead.isEmpty()) {
                step(ahead.removeFirst());
            }
            LowerNode last = nodes.getLast();
            if (directoryWanted && !last.stat().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            return new Found("/" + String.join("/", names), last);
        }

        private void push(String path) {
            List<String> parts = new ArrayList<>(List.of(path.split("/")));
            Collections.reverse(parts);
            for (String part : parts) {
                if (!part.isEmpty()) {
                    ahead.addFirst(part);
                }
            }
        }

        private void step(String name) {
            LowerNode here = nodes.getLast();
            if (!here.stat().isDirectory()) {
                throw Errno.ENOTDIR.exception();
            }
            if (name.equals(".")) {
                return;
            }
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                    nodes.removeLast();
                }
                return;
            }
            if (name.length() > NAME_MAX) {
                throw Errno.ENAMETOOLONG.exception();
            }
            enter(name, child(here, name));
        }

        private void enter(String name, LowerNode child) {
            if (!child.stat().isSymlink()) {
                names.add(name);
                nodes.add(child);
                return;
            }
            if (++links > LINKS) {
                throw Errno.ELOOP.exception();
            }
            String target = child.readlink();
            if (target.startsWith("/")) {
                names.clear();
                nodes.subList(1, nodes.size()).clear();
            }
            push(target);
        }

        private LowerNode child(LowerNode here, String name) {
            String path = (names.isEmpty() ? "" : "/" + String.join("/", names)) + "/" + name;
            LowerNode mounted = mounts.get(path);
            if (mounted != null) {
                return mounted;
            }
            LowerNode child = here.lookup(name);
            if (child != null) {
                return child;
            }
            if (mounts.keySet().stream().anyMatch(mount -> mount.startsWith(path + "/"))) {
                return new MadeDirectory();
            }
            throw Errno.ENOENT.exception();
        }

        private LowerNode rootNode() {
            return mounts.getOrDefault("/", base.root());
        }
    }
}

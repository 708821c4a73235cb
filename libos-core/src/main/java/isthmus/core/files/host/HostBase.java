package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostBlocks;
import isthmus.core.files.HostNames;
import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.files.overlay.LowerNode;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A host directory as a base that is only read. The host is asked once for each file, as long as the answers are among
 * the last {@value #LIMIT}; so what changes in the folder during a run is seen late or not at all.
 *
 * <p>The same folder may be a {@link HostVolume} too, of this run or another, in which a guest puts a link where a directory
 * was. So nothing is used at a path before a look whether it still leads to what was found there, with names locked against
 * change. A host's root directory needs neither: nothing lies outside of it.
 *
 * <p>Locks: a {@link HostListing}'s monitor is held while its directory is read; then {@link HostNamesLock}; the monitor of
 * {@code recent} guards which directories are known and is innermost.
 */
public final class HostBase implements LowerLayer {
    /** So many entries of directories are remembered. */
    static final int LIMIT = 200_000;
    /** Inode numbers above any that a host has, in practice. */
    private static final long FIRST_FREE = 1L << 40;

    private final Path folder;
    private final HostFiles files;
    private final HostBlocks hostBlocks;
    private final HostStat rootStat;
    private final HostNode root;
    /** Null if the folder is all the host has. */
    private final HostNamesLock names;

    private final HostChannels channels = new HostChannels();
    /** Numbers of the host's file systems below the folder, other than the folder's own; guarded by itself. */
    private final Map<Long, Long> devices = new HashMap<>();
    /** Directories with a listing, least recently used first; guarded by itself. */
    private final LinkedHashMap<HostNode, HostListing> recent = new LinkedHashMap<>(256, 0.75f, true);

    private int remembered;

    /** @throws HostException if it cannot be read or is no directory */
    public HostBase(Path directory) {
        this(directory, HostBlocks.UNKNOWN);
    }

    /** @throws HostException if it cannot be read or is no directory */
    public HostBase(Path directory, HostBlocks hostBlocks) {
        this.hostBlocks = hostBlocks;
        try {
            folder = directory.toRealPath();
            files = HostFiles.in(folder);
            rootStat = read(folder);
            if (!rootStat.stat().isDirectory()) {
                throw new HostException("'" + directory + "' is not a directory.");
            }
            try (DirectoryStream<Path> readable = Files.newDirectoryStream(folder)) {
                Objects.requireNonNull(readable);
            }
        } catch (IOException e) {
            throw new HostException("The directory '" + directory + "' cannot be read: " + reason(e) + ".", e);
        }
        root = new HostNode(this, null, "", rootStat);
        names = folder.getParent() == null ? null : HostNamesLock.ofThisUser();
    }

    private static String reason(IOException e) {
        return switch (HostErrors.errno(e)) {
            case ENOENT -> "it does not exist";
            case EACCES, EPERM -> "the host denies access";
            case ENOTDIR -> "it is not a directory";
            default -> e.getMessage();
        };
    }

    Path folder() {
        return folder;
    }

    HostChannels channels() {
        return channels;
    }

    @Override
    public HostNode root() {
        return root;
    }

    @Override
    public long firstFreeIno() {
        return FIRST_FREE;
    }

    @Override
    public long usedBytes() {
        try {
            FileStore store = Files.getFileStore(folder);
            return Math.max(0, store.getTotalSpace() - store.getUnallocatedSpace());
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    @Override
    public void close() {
        channels.close();
    }

    HostFiles files() {
        return files;
    }

    HostStat read(Path path) throws IOException {
        return files.read(path, hostBlocks);
    }

    /** Numbers from other file systems of the host get bits of their own, so that no two files share one. */
    long ino(HostStat file) {
        if (rootStat == null || file.device() == rootStat.device()) {
            return file.stat().ino();
        }
        synchronized (devices) {
            long number = devices.computeIfAbsent(file.device(), device -> devices.size() + 1L);
            return file.stat().ino() ^ number << 48;
        }
    }

    // --- directories
    // ------------------------------------------------------------------------------------------------------

    private HostListing listing(HostNode directory) {
        synchronized (recent) {
            HostListing listing = recent.get(directory);
            if (listing == null) {
                listing = new HostListing();
                recent.put(directory, listing);
            }
            return listing;
        }
    }

    /** The listing knows more than before; forgets other directories if that is too much. */
    private void learned(HostListing listing) {
        synchronized (recent) {
            int size = listing.known.size() + 1;
            remembered += size - listing.counted;
            listing.counted = size;
            Iterator<Map.Entry<HostNode, HostListing>> eldest =
                    recent.entrySet().iterator();
            while (remembered > LIMIT && eldest.hasNext()) {
                HostListing victim = eldest.next().getValue();
                if (victim != listing) {
                    remembered -= victim.counted;
                    eldest.remove();
                }
            }
        }
    }

    LowerNode lookup(HostNode directory, String name) {
        HostListing listing = listing(directory);
        synchronized (listing) {
            HostNode known = listing.known.get(name);
            if (known != null || listing.all != null || listing.known.containsKey(name)) {
                return known;
            }
            HostNode found = isListed(directory, listing, name) ? find(directory, name) : null;
            listing.known.put(name, found);
            learned(listing);
            return found;
        }
    }

    /**
     * Does something at a file's path, with names locked against change, if it still leads to that file.
     *
     * @throws isthmus.core.ErrnoException ESTALE if it does not
     */
    <T> T perform(HostNode node, HostInode.HostAction<T> action) throws IOException {
        if (names == null) {
            return action.at(node.path());
        }
        return names.reading(() -> action.at(checked(node, node.path())));
    }

    private HostNode find(HostNode directory, String name) {
        if (HostNamesFile.isName(name)) {
            return null;
        }
        try {
            return perform(directory, path -> new HostNode(this, directory, name, read(HostNames.resolve(path, name))));
        } catch (IOException e) {
            return absent(HostErrors.errno(e));
        } catch (IllegalArgumentException e) {
            return null; // a name that the host cannot have
        }
    }

    /**
     * What another host calls the same, because it tells case not apart or gives files second names, is not for a guest, to
     * whom this folder is all that there is.
     */
    private boolean isListed(HostNode directory, HostListing listing, String name) {
        return files.isListed(name, () -> {
            if (listing.names == null) {
                listing.names = names(directory);
            }
            return listing.names;
        });
    }

    private Set<String> names(HostNode directory) {
        Set<String> found = new HashSet<>();
        try {
            return perform(directory, path -> {
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
                    stream.forEach(entry -> found.add(HostNames.name(entry)));
                }
                return found;
            });
        } catch (DirectoryIteratorException e) {
            throw HostErrors.exception(e.getCause());
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    private static HostNode absent(Errno errno) {
        if (errno == Errno.ENOENT || errno == Errno.ENOTDIR || errno == Errno.ENAMETOOLONG) {
            return null;
        }
        throw errno.exception();
    }

    List<LowerNode.Entry> list(HostNode directory) {
        HostListing listing = listing(directory);
        synchronized (listing) {
            if (listing.all == null) {
                listing.all = readAll(directory, listing);
                learned(listing);
            }
            return listing.all;
        }
    }

    private List<LowerNode.Entry> readAll(HostNode directory, HostListing listing) {
        try {
            return perform(directory, path -> readAll(directory, checked(directory, path), listing));
        } catch (DirectoryIteratorException e) {
            throw HostErrors.exception(e.getCause());
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    private List<LowerNode.Entry> readAll(HostNode directory, Path path, HostListing listing) throws IOException {
        List<LowerNode.Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
            for (Path entry : stream) {
                String name = HostNames.name(entry);
                if (HostNamesFile.isName(name)) {
                    continue;
                }
                HostNode known = listing.known.get(name);
                HostNode node = known != null ? known : readEntry(directory, name, entry);
                if (node != null) {
                    listing.known.put(name, node);
                    all.add(new LowerNode.Entry(name, node));
                }
            }
        }
        return List.copyOf(all);
    }

    private HostNode readEntry(HostNode directory, String name, Path entry) {
        try {
            return new HostNode(this, directory, name, read(entry));
        } catch (IOException e) {
            return absent(HostErrors.errno(e)); // gone meanwhile
        }
    }

    /** What is there must be what was seen: java.nio's directory streams, for one, follow links. ESTALE. */
    private Path checked(HostNode node, Path path) throws IOException {
        if (!files.isSame(node.host(), read(path))) {
            throw Errno.ESTALE.exception();
        }
        int links = names == null ? 0 : names.links();
        if (node.leadsHere != links) {
            if (!files.leadsTo(path, node.stat())) {
                throw Errno.ESTALE.exception();
            }
            node.leadsHere = links;
        }
        return path;
    }
}

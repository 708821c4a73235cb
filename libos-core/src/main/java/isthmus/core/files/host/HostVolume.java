package isthmus.core.files.host;

import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.Inode;
import isthmus.core.files.StatFs;
import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A host folder that guests share with the host: what they change is changed there, and what the host changes they see.
 *
 * <p>Nothing leads out of the folder. Host paths are made of names that were looked at one by one without following links
 * (see the package). Against a guest that renames or replaces a directory while another uses it stands {@link #names}: it is
 * held for reading while a path is made and used, and for writing while a name is changed, so that no path is ever used
 * after a part of it became something else. Against other processes of the host, which hold no lock of ours, each use
 * looks first whether the directory at the path is still the one that was found there, by its device and inode number, and
 * after opening whether the file is. java.nio's SecureDirectoryStream would leave them no gap at all, but cannot make
 * directories, links or read attributes such as owners; a process that can win such a race may read the host's files
 * anyway. Not so the guest of another run of Isthmus: so the lock holds between all runs of a user. No file named as the one
 * that carries it ({@link HostNamesFile}) is there for guests.
 *
 * <p>Lock order: dentries, {@link #names}, an inode's {@link HostContents}, the monitor of this, which guards the maps.
 */
public final class HostVolume extends FileSystem {
    private static final long FUSE_MAGIC = 0x65735546;

    private final Path folder;
    private final HostFiles files;
    private final FileServices services;
    private final long dev;
    private final long rootDevice;
    private final HostInode root;
    /** Guards which name leads where, in every volume of every run; see the class. */
    final HostNamesLock names;
    /** Guarded by this. */
    private final InodeIndex index;
    /** Inodes whose contents are mapped, so that they are not forgotten; guarded by this. */
    private final Set<HostInode> mapped = new HashSet<>();
    /** Numbers of the host's other file systems below the folder; guarded by this. */
    private final Map<Long, Long> devices = new HashMap<>();

    /** @throws HostException if it cannot be read or is no directory */
    public HostVolume(FileServices services, Path directory) {
        this.services = services;
        this.dev = services.nextDev();
        this.names = HostNamesLock.ofThisUser();
        try {
            folder = directory.toRealPath();
            files = HostFiles.in(folder);
            index = files.newIndex();
            HostStat stat = read(folder);
            if (!stat.stat().isDirectory()) {
                throw new HostException("The volume '" + directory + "' is not a directory.");
            }
            rootDevice = stat.device();
            root = new HostInode(this, null, "", stat);
            index.addRoot(root);
        } catch (IOException e) {
            throw new HostException("The volume '" + directory + "' cannot be used: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String type() {
        return "fuse";
    }

    @Override
    public long dev() {
        return dev;
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    public StatFs statFs() {
        try {
            FileStore store = Files.getFileStore(folder);
            long total = store.getTotalSpace() >>> 12;
            long free = store.getUnallocatedSpace() >>> 12;
            long usable = store.getUsableSpace() >>> 12;
            return new StatFs(FUSE_MAGIC, 4096, total, free, usable, 0, 0, 255);
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    /** Writes back what is mapped and changed, and has the host do the same. */
    @Override
    public void sync() {
        for (HostInode inode : mapped()) {
            inode.contents().sync();
        }
    }

    FileServices services() {
        return services;
    }

    Path folder() {
        return folder;
    }

    HostFiles files() {
        return files;
    }

    HostStat read(Path path) throws IOException {
        return files.read(path, services.hostBlocks());
    }

    /** Null if there is nothing at that path. */
    HostStat readOrNull(Path path) throws IOException {
        try {
            return read(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    synchronized long ino(HostStat file) {
        if (file.device() == rootDevice) {
            return file.stat().ino();
        }
        return file.stat().ino() ^ devices.computeIfAbsent(file.device(), device -> devices.size() + 1L) << 48;
    }

    // --- identity
    // -------------------------------------------------------------------------------------------------------------

    /** The inode of a file that was just found, known before or not. {@link #names} is held. */
    synchronized HostInode inode(HostInode parent, String name, HostStat stat) {
        HostInode known = index.known(parent, name, stat);
        if (known != null && !known.isGone() && known.hasType(stat.stat().mode())) {
            known.found(parent, name, stat);
            return known;
        }
        HostInode made = new HostInode(this, parent, name, stat);
        index.add(parent, name, made);
        return made;
    }

    synchronized void renamed(HostInode parent, String name, HostInode inode) {
        index.renamed(parent, name, inode);
    }

    /** Its last name was removed. */
    synchronized void forget(HostInode inode) {
        index.forget(inode);
    }

    // --- mappings
    // --------------------------------------------------------------------------------------------------------------

    synchronized void addMapped(HostInode inode) {
        mapped.add(inode);
    }

    private synchronized List<HostInode> mapped() {
        return List.copyOf(mapped);
    }

    /** Gives up the mappable contents of files that nobody maps or has open any more. */
    void sweepMapped() {
        for (HostInode inode : mapped()) {
            if (!inode.isHeld() && inode.contents().dropIfUnmapped()) {
                forgetMapped(inode);
            }
        }
    }

    private synchronized void forgetMapped(HostInode inode) {
        if (!inode.contents().hasObject()) { // else it has just been mapped again
            mapped.remove(inode);
        }
    }
}

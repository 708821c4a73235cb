package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostNames;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file of a {@link HostVolume}. What changes names is in {@link HostDirectoryOperations}. */
final class HostInode extends Inode {
    private final HostVolume volume;
    private final long ino;
    private final HostStat.Key key;
    private final HostContents contents;
    /** Where it was last found; replaced as a whole under the volume's monitor, with the name lock held. */
    private volatile Place place;

    private volatile HostStat last;
    private volatile boolean gone;
    /** The {@link HostNamesLock#links()} with which {@link HostFiles#leadsTo} was asked; below 0 if it was not. */
    private volatile int leadsHere = -1;
    /** For hosts without inode numbers: who was found under which name. */
    private final Map<String, WeakReference<HostInode>> children = new ConcurrentHashMap<>(0);

    /** @param parent null for the folder itself */
    private record Place(HostInode parent, String name) {}

    HostInode(HostVolume volume, HostInode parent, String name, HostStat stat) {
        this.volume = volume;
        this.place = new Place(parent, name);
        this.last = stat;
        this.ino = volume.ino(stat);
        this.key = stat.key();
        this.contents = Mode.isRegular(stat.stat().mode()) ? new HostContents(this) : null;
    }

    HostVolume volume() {
        return volume;
    }

    long ino() {
        return volume.files().ino(ino, last);
    }

    HostStat.Key key() {
        return key;
    }

    /** Regular files only. */
    HostContents contents() {
        return contents;
    }

    boolean isGone() {
        return gone;
    }

    boolean hasType(int mode) {
        return (last.stat().mode() & Mode.S_IFMT) == (mode & Mode.S_IFMT);
    }

    // --- where it is; the volume's name lock is held
    // ----------------------------------------------------------------------------

    /** It was found under this name, perhaps another one than before. */
    void found(HostInode newParent, String newName, HostStat stat) {
        last = stat;
        Place now = place;
        if (now.parent != null && (newParent != now.parent || !newName.equals(now.name))) {
            move(newParent, newName);
        }
    }

    void move(HostInode newParent, String newName) {
        leadsHere = -1;
        place = new Place(newParent, newName);
    }

    HostInode knownChild(String child) {
        WeakReference<HostInode> reference = children.get(HostNames.identity(child));
        return reference == null ? null : reference.get();
    }

    void rememberChild(String child, HostInode inode) {
        children.put(HostNames.identity(child), new WeakReference<>(inode));
    }

    void forgetChild(String child) {
        children.remove(HostNames.identity(child));
    }

    /** The path by names alone. ENOENT once it is gone. */
    private Path rawPath() {
        if (gone) {
            throw Errno.ENOENT.exception();
        }
        Place now = place;
        return now.parent == null ? volume.folder() : now.parent.childPath(now.name);
    }

    private Path childPath(String child) {
        if (HostNamesFile.isName(child)) {
            throw Errno.EACCES.exception();
        }
        try {
            return HostNames.resolve(rawPath(), child);
        } catch (IllegalArgumentException e) {
            throw Errno.EINVAL.exception(); // a name that the host cannot have
        }
    }

    /** The path, after a look whether the host still has this very file there. ESTALE, ENOENT. */
    Path path() throws IOException {
        Path path = rawPath();
        int links = volume.names.links();
        if (leadsHere != links) { // a look at the whole path may be slow
            if (!volume.files().leadsTo(path, last.stat())) {
                throw Errno.ESTALE.exception();
            }
            leadsHere = links;
        }
        if (place.parent != null) {
            HostStat seen = last;
            HostStat now =
                    volume.files().lookAgain(path, seen, volume.services().hostBlocks());
            if (now != seen) { // else another thread may know more by now
                last = now;
            }
        }
        return path;
    }

    /** The path of an entry of this directory, after a look whether the directory is still this one. */
    Path path(String child) throws IOException {
        path();
        return childPath(child);
    }

    /** Its name is gone; it lives on while it is open. */
    void removed(int linksLeft) {
        if (linksLeft == 0) {
            gone = true;
            volume.forget(this);
        }
        last = last.withLinks(linksLeft);
    }

    // --- attributes
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public HostVolume fileSystem() {
        return volume;
    }

    @Override
    public Stat stat() {
        HostStat now = refresh();
        Stat stat = now.as(volume.dev(), ino());
        return contents == null ? stat : contents.withCurrentSize(stat);
    }

    private HostStat refresh() {
        try {
            return volume.names.reading(() -> {
                if (!gone) {
                    HostStat now = volume.read(rawPath());
                    if (volume.files().isStill(last, now)) {
                        last = now;
                    }
                }
                return last;
            });
        } catch (IOException e) {
            // The host removed or replaced it: what was last seen is all there is.
            return last;
        }
    }

    /** As last seen: whoever walks a path has just looked. */
    @Override
    public int mode() {
        return last.stat().mode();
    }

    @Override
    public int uid() {
        return last.stat().uid();
    }

    @Override
    public int gid() {
        return last.stat().gid();
    }

    @Override
    public boolean isDeleted() {
        return gone;
    }

    /** Something that is done at this file's path on the host. */
    @FunctionalInterface
    interface HostAction<T> {
        T at(Path path) throws IOException;
    }

    /** Does something at the path, with names locked against change. */
    <T> T perform(HostAction<T> action) {
        try {
            return volume.names.reading(() -> action.at(path()));
        } catch (IOException e) {
            throw HostErrors.exception(e);
        } catch (UnsupportedOperationException e) {
            throw Errno.EPERM.exception();
        }
    }

    private void change(HostAction<?> action) {
        perform(action);
        refresh();
    }

    @Override
    public void setMode(int permissions) {
        change(path -> HostAttributes.setMode(volume.files(), path, mode(), permissions));
    }

    @Override
    public void setOwner(int uid, int gid) {
        change(path -> {
            volume.files().setOwner(path, uid, gid, last.stat());
            return null;
        });
    }

    @Override
    public void setTimes(long atime, long mtime) {
        if (contents != null) {
            contents.sync();
        }
        change(path -> HostAttributes.setTimes(path, mode(), atime, mtime));
    }

    @Override
    public void truncate(long size) {
        if (contents == null) {
            throw Errno.EINVAL.exception();
        }
        contents.truncate(size);
    }

    @Override
    public String readlink() {
        if (!Mode.isSymlink(mode())) {
            throw Errno.EINVAL.exception();
        }
        return perform(path -> HostLinks.target(path, volume.folder()));
    }

    // --- directories
    // ------------------------------------------------------------------------------------------------------------

    private void checkDirectory() {
        if (!isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
    }

    @Override
    public Inode lookup(String child) {
        checkDirectory();
        if (HostNamesFile.isName(child)) {
            throw Errno.ENOENT.exception();
        }
        return perform(path -> {
            Path at;
            try {
                at = HostNames.resolve(path, child);
            } catch (IllegalArgumentException e) {
                throw Errno.ENOENT.exception();
            }
            HostStat found = volume.read(at);
            if (volume.files().isOtherName(at)) {
                throw Errno.ENOENT.exception();
            }
            return volume.inode(this, child, found);
        });
    }

    @Override
    public Inode create(String child, int mode, long rdev, int uid, int gid) {
        checkDirectory();
        return HostDirectoryOperations.create(this, child, mode, uid, gid);
    }

    @Override
    public Inode mkdir(String child, int mode, int uid, int gid) {
        checkDirectory();
        return HostDirectoryOperations.mkdir(this, child, mode, uid, gid);
    }

    @Override
    public Inode symlink(String child, String target, int uid, int gid) {
        checkDirectory();
        return HostDirectoryOperations.symlink(this, child, target, uid, gid);
    }

    @Override
    public void link(String child, Inode file) {
        checkDirectory();
        HostDirectoryOperations.link(this, child, (HostInode) file);
    }

    @Override
    public void unlink(String child) {
        checkDirectory();
        HostDirectoryOperations.remove(this, child, false);
    }

    @Override
    public void rmdir(String child) {
        checkDirectory();
        HostDirectoryOperations.remove(this, child, true);
    }

    @Override
    public boolean isSameName(String name, String other) {
        return HostNames.identity(name).equals(HostNames.identity(other));
    }

    @Override
    public void rename(String oldName, Inode newParent, String newName, int flags) {
        checkDirectory();
        HostDirectoryOperations.rename(this, oldName, (HostInode) newParent, newName, flags);
    }

    // --- opening
    // ----------------------------------------------------------------------------------------------------------------

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return switch (mode() & Mode.S_IFMT) {
            case Mode.S_IFREG -> new OpenHostFile(contents, contents.open(OpenFlags.writable(flags)), path, flags);
            case Mode.S_IFDIR -> {
                perform(at -> at);
                yield new OpenHostDirectory(this, path, flags);
            }
            case Mode.S_IFLNK -> throw Errno.ELOOP.exception();
            // Never the host's own device or FIFO.
            default -> volume.services().devices().open(path, flags, caller);
        };
    }

    @Override
    protected void unused() {
        if (contents != null) {
            contents.unused();
            volume.sweepMapped();
        }
    }

    // --- extended attributes
    // ------------------------------------------------------------------------------------------------------

    @Override
    public byte[] getXattr(String attribute) {
        String user = HostXattrs.userName(attribute, mode());
        return perform(path -> HostXattrs.get(HostAttributes.xattrs(path), user));
    }

    @Override
    public void setXattr(String attribute, byte[] value, int flags) {
        String user = HostXattrs.userName(attribute, mode());
        change(path -> HostXattrs.set(HostAttributes.xattrs(path), user, value, flags));
    }

    @Override
    public void removeXattr(String attribute) {
        String user = HostXattrs.userName(attribute, mode());
        change(path -> HostXattrs.remove(HostAttributes.xattrs(path), user));
    }

    @Override
    public List<String> listXattrs() {
        return HostXattrs.carries(mode()) ? perform(path -> HostXattrs.names(HostAttributes.xattrs(path))) : List.of();
    }
}

package isthmus.linux.pseudo;

import isthmus.core.Errno;
import isthmus.core.files.DirectoryFile;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.OpenFlags;
import isthmus.core.files.PathNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory with fixed entries, and in subclasses with others that come and go. Fixed entries are added before it is
 * seen by anybody.
 */
public class PseudoDirectory extends PseudoInode {
    private final Map<String, Inode> fixed = new LinkedHashMap<>();

    public PseudoDirectory(PseudoFileSystem fileSystem, int permissions) {
        super(fileSystem, Mode.S_IFDIR | permissions);
    }

    public PseudoDirectory(PseudoFileSystem fileSystem) {
        this(fileSystem, 0555);
    }

    /** Adds a fixed entry and returns it. */
    public final <T extends Inode> T add(String name, T inode) {
        fixed.put(name, inode);
        return inode;
    }

    /** A fixed directory, made if it is not there. */
    public final PseudoDirectory directory(String name) {
        Inode there = fixed.get(name);
        return there != null ? (PseudoDirectory) there : add(name, new PseudoDirectory(pseudoFileSystem()));
    }

    /** A fixed read-only file. */
    public final PseudoFile file(String name, PseudoFile.Content content) {
        return add(name, new PseudoFile(pseudoFileSystem(), 0444, content, null));
    }

    /** An entry that is not fixed, the same object as long as it means the same; null if there is none. */
    protected Inode lookupMore(String name) {
        return null;
    }

    /** One entry that is not fixed. */
    public record Entry(String name, int type, long ino) {}

    /** The entries that are not fixed, in an order that lasts. */
    protected List<Entry> listMore() {
        return List.of();
    }

    @Override
    public final Inode lookup(String name) {
        Inode found = fixed.get(name);
        if (found == null) {
            found = lookupMore(name);
        }
        if (found == null) {
            throw Errno.ENOENT.exception();
        }
        return found;
    }

    @Override
    public Inode create(String name, int mode, long rdev, int uid, int gid) {
        throw Errno.EACCES.exception();
    }

    @Override
    public Inode mkdir(String name, int mode, int uid, int gid) {
        throw Errno.EACCES.exception();
    }

    @Override
    public Inode symlink(String name, String target, int uid, int gid) {
        throw Errno.EACCES.exception();
    }

    @Override
    public void unlink(String name) {
        throw Errno.EPERM.exception();
    }

    @Override
    public void rmdir(String name) {
        throw Errno.EPERM.exception();
    }

    @Override
    public void rename(String oldName, Inode newParent, String newName, int flags) {
        throw Errno.EPERM.exception();
    }

    @Override
    public OpenFile open(PathNode path, int flags, Object caller) {
        return new Opened(path, flags);
    }

    private List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        fixed.forEach((name, inode) -> all.add(new Entry(
                name, Mode.directoryEntryType(inode.mode()), inode.stat().ino())));
        all.addAll(listMore());
        return all;
    }

    /** Positions are indices into the list as it was when reading began. */
    private final class Opened extends DirectoryFile {
        private List<Entry> entries;

        Opened(PathNode path, int flags) {
            super(PseudoDirectory.this, path, flags & ~OpenFlags.O_APPEND);
        }

        @Override
        protected void entries(long from, DirectoryVisitor visitor) {
            if (entries == null || from == FIRST) {
                entries = all();
            }
            for (int i = (int) Math.min(from - FIRST, entries.size()); i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (!visitor.entry(entry.name(), entry.ino(), entry.type(), FIRST + i + 1)) {
                    return;
                }
            }
        }
    }
}

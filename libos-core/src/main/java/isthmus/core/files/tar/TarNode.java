package isthmus.core.files.tar;

import isthmus.core.Errno;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.overlay.LowerNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of an archive. Changed only while the index is made; read by any thread from then on. */
final class TarNode implements LowerNode {
    private final TarBase base;
    private final long ino;
    /** Directories only. */
    private final Map<String, TarNode> children;
    /** Directories only; the root is its own. */
    private TarNode parent;

    private int mode;
    private int nlink;
    private TarMember member;

    /** @param mode with the type */
    TarNode(TarBase base, long ino, int mode, TarMember member, TarNode parent) {
        this.base = base;
        this.ino = ino;
        this.mode = mode;
        this.member = member;
        this.parent = parent == null ? this : parent;
        this.children = Mode.isDirectory(mode) ? new LinkedHashMap<>() : null;
        this.nlink = children != null ? 2 : 0;
    }

    // --- making the index
    // ----------------------------------------------------------------------------------------------------

    boolean isDirectory() {
        return children != null;
    }

    boolean isSymlink() {
        return Mode.isSymlink(mode);
    }

    TarNode parent() {
        return parent;
    }

    TarNode child(String name) {
        return children.get(name);
    }

    /** The same directory was in the archive again: the later attributes count. */
    void describe(int newMode, TarMember newMember) {
        mode = newMode;
        member = newMember;
    }

    /** Puts something under a name, in place of what was there. */
    void put(String name, TarNode node) {
        TarNode old = children.put(name, node);
        if (old != null) {
            if (old.isDirectory()) {
                nlink--;
            } else {
                old.nlink--;
            }
        }
        if (node.isDirectory()) {
            nlink++;
        } else {
            node.nlink++;
        }
    }

    // --- reading
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public Stat stat() {
        long size = isDirectory() ? 4096 : isSymlink() ? member.linkName().length() : member.size();
        boolean stored = isDirectory() || isSymlink() && size >= 60;
        long blocks = (Mode.isRegular(mode) ? member.data().storedBlocks() : stored ? size + 4095 >> 12 : 0) * 8;
        boolean device = (mode & Mode.S_IFMT) == Mode.S_IFCHR || (mode & Mode.S_IFMT) == Mode.S_IFBLK;
        long rdev = device ? DeviceNumbers.make(member.major(), member.minor()) : 0;
        return new Stat(
                0,
                ino,
                mode,
                nlink,
                member.uid(),
                member.gid(),
                rdev,
                size,
                4096,
                blocks,
                member.atime(),
                member.mtime(),
                member.ctime(),
                member.mtime());
    }

    @Override
    public Object identity() {
        return this;
    }

    @Override
    public LowerNode lookup(String name) {
        return children.get(name);
    }

    @Override
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>(children.size());
        children.forEach((name, node) -> entries.add(new Entry(name, node)));
        return entries;
    }

    @Override
    public String readlink() {
        return member.linkName();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        try {
            return member.data().read(base.archive(), target, position, member.size());
        } catch (IOException e) {
            throw Errno.EIO.exception();
        }
    }

    @Override
    public byte[] xattr(String name) {
        byte[] value = member.xattrs().get(name);
        if (value == null) {
            throw Errno.ENODATA.exception();
        }
        return value.clone();
    }

    @Override
    public List<String> xattrNames() {
        return List.copyOf(member.xattrs().keySet());
    }
}

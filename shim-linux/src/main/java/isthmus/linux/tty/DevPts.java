package isthmus.linux.tty;

import isthmus.core.Errno;
import isthmus.core.files.DeviceNumbers;
import isthmus.core.files.DirectoryFile;
import isthmus.core.files.DirectoryVisitor;
import isthmus.core.files.FileServices;
import isthmus.core.files.FileSystem;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.OpenFile;
import isthmus.core.files.PathNode;
import isthmus.core.files.Stat;
import isthmus.core.files.StatFs;
import isthmus.linux.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The file system on /dev/pts: a node for each pair whose master is open, and ptmx (pts(4)). */
public final class DevPts extends FileSystem {
    private static final long MAGIC = 0x1cd1;
    private static final int BLOCK = 1024;
    /** Inode numbers: of the directory, of ptmx; those of terminals follow. */
    private static final long ROOT_INO = 1, PTMX_INO = 2, FIRST_INO = 3;

    private final FileServices services;
    private final Terminals terminals;
    private final long dev;
    private final Map<Integer, Node> nodes = new ConcurrentSkipListMap<>();
    private final Node ptmx;
    private final Root root;

    DevPts(FileServices services, Terminals terminals) {
        this.services = services;
        this.terminals = terminals;
        this.dev = services.nextDev();
        this.ptmx = new Node(PTMX_INO, Mode.S_IFCHR, DeviceNumbers.make(5, 2), 0, 0, null);
        this.root = new Root();
    }

    @Override
    public String type() {
        return "devpts";
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
    public String mountOptions() {
        return ",mode=600,ptmxmode=000";
    }

    @Override
    public StatFs statFs() {
        return new StatFs(MAGIC, 4096, 0, 0, 0, 0, 0, 255);
    }

    void add(Pty pty, int uid, int gid) {
        long rdev = Terminals.deviceNumber(pty.index(), false);
        nodes.put(pty.index(), new Node(FIRST_INO + pty.index(), Mode.S_IFCHR | 0600, rdev, uid, gid, pty));
    }

    void remove(Pty pty) {
        Node node = nodes.get(pty.index());
        if (node != null && node.pty == pty) {
            nodes.remove(pty.index(), node);
        }
    }

    /** The place of a terminal's node; null if its master is closed. */
    PathNode node(Pty pty) {
        Node node = nodes.get(pty.index());
        return node == null || node.pty != pty ? null : PathNode.anonymous(node, "/dev/pts/" + pty.index());
    }

    private abstract class PtsInode extends Inode {
        private final long ino;
        private final long rdev;
        private int mode;
        private int uid;
        private int gid;
        private long atime = services.now();
        private long mtime = atime;
        private long ctime = atime;

        PtsInode(long ino, int mode, long rdev, int uid, int gid) {
            this.ino = ino;
            this.mode = mode;
            this.rdev = rdev;
            this.uid = uid;
            this.gid = gid;
        }

        @Override
        public final FileSystem fileSystem() {
            return DevPts.this;
        }

        @Override
        public final synchronized Stat stat() {
            int links = Mode.isDirectory(mode) ? 2 : 1;
            return new Stat(dev, ino, mode, links, uid, gid, rdev, 0, BLOCK, 0, atime, mtime, ctime, 0);
        }

        @Override
        public final synchronized void setMode(int permissions) {
            mode = mode & Mode.S_IFMT | permissions & 07777;
            ctime = services.now();
        }

        @Override
        public final synchronized void setOwner(int newUid, int newGid) {
            uid = newUid == -1 ? uid : newUid;
            gid = newGid == -1 ? gid : newGid;
            ctime = services.now();
        }

        @Override
        public final synchronized void setTimes(long newAtime, long newMtime) {
            atime = newAtime == Long.MIN_VALUE ? atime : newAtime;
            mtime = newMtime == Long.MIN_VALUE ? mtime : newMtime;
            ctime = services.now();
        }
    }

    /** A terminal, or ptmx. */
    private final class Node extends PtsInode {
        /** Null for ptmx. */
        private final Pty pty;

        Node(long ino, int mode, long rdev, int uid, int gid, Pty pty) {
            super(ino, mode, rdev, uid, gid);
            this.pty = pty;
        }

        @Override
        public OpenFile open(PathNode path, int flags, Object caller) {
            return pty == null
                    ? services.devices().open(path, flags, caller)
                    : terminals.openSlave(pty, path, flags, (Task) caller);
        }

        @Override
        public void truncate(long size) {}

        @Override
        public boolean isDeleted() {
            return pty != null && nodes.get(pty.index()) != this;
        }
    }

    private final class Root extends PtsInode {
        Root() {
            super(ROOT_INO, Mode.S_IFDIR | 0755, 0, 0, 0);
        }

        @Override
        public Inode lookup(String name) {
            if (name.equals("ptmx")) {
                return ptmx;
            }
            boolean number = !name.isEmpty()
                    && name.length() < 6
                    && name.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (name.length() == 1 || name.charAt(0) != '0');
            Node node = number ? nodes.get(Integer.valueOf(name)) : null;
            if (node == null) {
                throw Errno.ENOENT.exception();
            }
            return node;
        }

        @Override
        public Inode create(String name, int mode, long rdev, int uid, int gid) {
            throw Errno.EACCES.exception();
        }

        @Override
        public Inode mkdir(String name, int mode, int uid, int gid) {
            throw Errno.EPERM.exception();
        }

        @Override
        public Inode symlink(String name, String target, int uid, int gid) {
            throw Errno.EPERM.exception();
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
        public boolean isDeleted() {
            return false;
        }

        @Override
        public OpenFile open(PathNode path, int flags, Object caller) {
            return new Listing(this, path, flags);
        }
    }

    /** Position 2 is ptmx, position 3 + N is terminal N. */
    private final class Listing extends DirectoryFile {
        Listing(Inode inode, PathNode path, int flags) {
            super(inode, path, flags);
        }

        @Override
        protected void entries(long from, DirectoryVisitor visitor) {
            int type = Mode.directoryEntryType(Mode.S_IFCHR);
            if (from <= FIRST && !visitor.entry("ptmx", PTMX_INO, type, FIRST + 1)) {
                return;
            }
            List<Map.Entry<Integer, Node>> all = new ArrayList<>(nodes.entrySet());
            for (Map.Entry<Integer, Node> entry : all) {
                long position = FIRST + 1 + entry.getKey();
                if (position >= from
                        && !visitor.entry(entry.getKey().toString(), FIRST_INO + entry.getKey(), type, position + 1)) {
                    return;
                }
            }
        }
    }
}

package isthmus.core.files.host;

import isthmus.core.Errno;
import isthmus.core.files.HostNames;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;
import isthmus.core.files.overlay.LowerNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;

/** A file of a {@link HostBase}, with the attributes that it had when it was first seen. */
final class HostNode implements LowerNode {
    private final HostBase base;
    private final HostNode parent;
    private final String name;
    private final HostStat host;
    private final Stat stat;

    private volatile boolean prepared;
    /** See {@link HostBase#perform}. */
    volatile int leadsHere = -1;
    /** Remembered for directories only. */
    private volatile Path path;

    HostNode(HostBase base, HostNode parent, String name, HostStat host) {
        this.base = base;
        this.parent = parent;
        this.name = name;
        this.host = host;
        this.stat = host.as(0, base.ino(host));
    }

    /** Where it is on the host: the shared folder and names of directories that were looked at one by one. */
    Path path() {
        Path known = path;
        if (known != null) {
            return known;
        }
        Path made = parent == null ? base.folder() : HostNames.resolve(parent.path(), name);
        if (stat.isDirectory()) {
            path = made;
        }
        return made;
    }

    @Override
    public Stat stat() {
        return stat;
    }

    @Override
    public Object identity() {
        return base.files().identity(this);
    }

    HostStat host() {
        return host;
    }

    @Override
    public LowerNode lookup(String child) {
        return base.lookup(this, child);
    }

    @Override
    public List<Entry> list() {
        return base.list(this);
    }

    @Override
    public String readlink() {
        try {
            return base.perform(this, path -> HostLinks.target(path, base.folder()));
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    // --- contents
    // ---------------------------------------------------------------------------------------------------------

    @Override
    public void prepare() {
        if (!prepared) {
            base.channels().prepare(this);
            prepared = true;
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        return position >= stat.size() ? 0 : base.channels().read(this, target, position);
    }

    /**
     * Opens it on the host. The last component is not followed, and those before it may have become links since they were
     * looked at, by the hand of another host process: so the file that is there now must be the one that was seen. ESTALE.
     */
    FileChannel openChannel() {
        if (!Mode.isRegular(stat.mode())) {
            throw Errno.EINVAL.exception();
        }
        try {
            return base.perform(this, this::open);
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    private FileChannel open(Path at) throws IOException {
        FileChannel channel = FileChannel.open(at, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        boolean same = false;
        try {
            same = base.files().isSame(host, base.read(at));
        } finally {
            if (!same) {
                channel.close();
            }
        }
        if (!same) {
            throw Errno.ESTALE.exception();
        }
        return channel;
    }

    // --- extended attributes: java.nio knows only those of users
    // ----------------------------------------------------------

    private interface XattrUse<T> {
        T with(UserDefinedFileAttributeView view);
    }

    /** @return {@code none} if it has none */
    private <T> T xattrs(XattrUse<T> use, T none) {
        try {
            return base.perform(this, path -> {
                UserDefinedFileAttributeView view =
                        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                return view == null ? none : use.with(view);
            });
        } catch (IOException e) {
            throw HostErrors.exception(e);
        }
    }

    @Override
    public byte[] xattr(String attribute) {
        boolean possible = attribute.startsWith("user.") && HostXattrs.carries(stat.mode());
        byte[] value = possible
                ? xattrs(view -> HostXattrs.get(view, HostXattrs.userName(attribute, stat.mode())), null)
                : null;
        if (value == null) {
            throw Errno.ENODATA.exception();
        }
        return value;
    }

    @Override
    public List<String> xattrNames() {
        return HostXattrs.carries(stat.mode()) ? xattrs(HostXattrs::names, List.of()) : List.of();
    }
}

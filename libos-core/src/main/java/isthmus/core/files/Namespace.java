package isthmus.core.files;

import isthmus.core.Errno;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mounts of a run and the way along paths (mount_namespaces(7), path_resolution(7)).
 *
 * <p>Walking takes no lock of this class. Its monitor guards mounting and unmounting and is a leaf.
 */
public final class Namespace {
    /** What is mounted on a place; several mounts on one place stack, each on the root of the one before. */
    private final Map<PathNode, Mount> mounted = new ConcurrentHashMap<>();
    /** In the order of mounting; guarded by this. */
    private final List<Mount> mounts = new ArrayList<>();

    private final Mount rootMount;
    private int nextId = 20;

    /** @param flags {@link Mount#MS_RDONLY} and its kin */
    public Namespace(FileSystem rootFileSystem, String source, int flags) {
        rootMount = new Mount(nextId++, rootFileSystem.rootDentry(), flags, source, null);
        mounts.add(rootMount);
    }

    /** The root directory of the run: the topmost mount there. */
    public PathNode root() {
        return topmost(rootMount.rootNode());
    }

    /** The mounts, in the order of mounting, the root first. */
    public synchronized List<Mount> mounts() {
        return List.copyOf(mounts);
    }

    // --- paths ------------------------------------------------------------------------------------------------------

    /**
     * The file that a path leads to: ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, EXDEV.
     *
     * @param root where absolute paths start and {@code ..} ends
     * @param start where relative paths start
     * @param path may not be empty: AT_EMPTY_PATH is the caller's
     */
    public PathNode walk(PathNode root, PathNode start, Credentials credentials, String path, WalkOptions options) {
        return new PathWalk(this, root, start, credentials, options).toEnd(path);
    }

    /**
     * Where the last component of a path is or would be. With {@link WalkOptions#followLast} a symbolic link there is
     * followed, to where its target is or would be.
     */
    public WalkResult walkParent(
            PathNode root, PathNode start, Credentials credentials, String path, WalkOptions options) {
        return new PathWalk(this, root, start, credentials, options).toParent(path);
    }

    /**
     * The path of a node as getcwd(2) and /proc show it: "(unreachable)" before it if it is not below {@code root},
     * " (deleted)" after it if its name was removed.
     */
    public String pathOf(PathNode node, PathNode root) {
        if (node.dentry().parent() == null && node.dentry() != node.mount().root()) {
            return node.dentry().isGone()
                    ? "/" + node.dentry().name() + " (deleted)"
                    : node.dentry().name();
        }
        String suffix = node.isGone() ? " (deleted)" : "";
        Deque<String> names = new ArrayDeque<>();
        PathNode at = node;
        while (!at.equals(root)) {
            PathNode parent = at.parent();
            if (parent == null) {
                boolean reachable = root == null || topmostRootIs(at, root);
                return (reachable ? "" : "(unreachable)") + join(names) + suffix;
            }
            String name = at.name();
            if (!parent.equals(at.parent())) {
                continue; // it was moved: the name may be the one that it has elsewhere
            }
            names.addFirst(name);
            at = parent;
        }
        return join(names) + suffix;
    }

    /** The name space's own root and what is stacked on it are one place. */
    private boolean topmostRootIs(PathNode at, PathNode root) {
        return at.mount() == rootMount && at.dentry() == rootMount.root() && root.equals(root());
    }

    private static String join(Deque<String> names) {
        return names.isEmpty() ? "/" : "/" + String.join("/", names);
    }

    // --- mounts -----------------------------------------------------------------------------------------------------

    /** From a place to the root of what is mounted on it, as often as that holds. */
    PathNode topmost(PathNode node) {
        PathNode at = node;
        while (at.dentry().isMountPoint()) {
            Mount mount = mounted.get(at);
            if (mount == null) {
                break;
            }
            at = mount.rootNode();
        }
        return at;
    }

    /** Whether something is mounted on this very place. */
    boolean isMountPoint(PathNode node) {
        return node.dentry().isMountPoint() && mounted.containsKey(node);
    }

    /** mount(2) of a file system. ENOTDIR unless both or neither are directories. */
    public Mount mount(PathNode at, FileSystem fileSystem, String source, int flags) {
        return add(at, fileSystem.rootDentry(), source, flags);
    }

    /** MS_BIND: what is at {@code what} is seen at {@code at} too; mounts below it are not. */
    public Mount bind(PathNode at, PathNode what, int flags) {
        return add(at, what.dentry(), what.mount().source(), flags);
    }

    private synchronized Mount add(PathNode place, Dentry root, String source, int flags) {
        PathNode at = topmost(place);
        if (at.inode().isDirectory() != root.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        if (at.isGone()) {
            throw Errno.ENOENT.exception();
        }
        Mount mount = new Mount(nextId++, root, flags, source, at);
        at.dentry().countMounts(1);
        mounted.put(at, mount);
        mounts.add(mount);
        return mount;
    }

    /** MS_REMOUNT: other flags. */
    public synchronized void remount(Mount mount, int flags) {
        mount.setFlags(flags);
    }

    /** umount(2) of the mount whose root this is. EINVAL if it is none, EBUSY if there are mounts on it and it is not {@code lazy}. */
    public synchronized void unmount(PathNode node, boolean lazy) {
        Mount mount = node.mount();
        if (node.dentry() != mount.root() || mount == rootMount || mount.mountPoint() == null) {
            throw Errno.EINVAL.exception();
        }
        for (int i = mounts.size() - 1; i > 0; i--) {
            if (isBelow(mounts.get(i), mount)) {
                if (!lazy) {
                    throw Errno.EBUSY.exception();
                }
                remove(mounts.get(i));
            }
        }
        remove(mount);
    }

    private static boolean isBelow(Mount mount, Mount ancestor) {
        for (PathNode at = mount.mountPoint(); at != null; at = at.mount().mountPoint()) {
            if (at.mount() == ancestor) {
                return true;
            }
        }
        return false;
    }

    private void remove(Mount mount) {
        PathNode at = mount.mountPoint();
        mounted.remove(at);
        at.dentry().countMounts(-1);
        mount.detach();
        mounts.remove(mount);
    }
}

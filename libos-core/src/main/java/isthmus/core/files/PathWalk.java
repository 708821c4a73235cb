package isthmus.core.files;

import isthmus.core.Errno;

/** One walk along a path: path_resolution(7), with the restrictions of openat2(2). Not shared between threads. */
final class PathWalk {
    static final int PATH_MAX = 4096, NAME_MAX = 255, MAX_LINKS = 40;

    private final Namespace namespace;
    private final Credentials credentials;
    private final WalkOptions options;
    private final PathNode root;
    private final PathNode start;
    private PathNode node;
    /** What is still to be walked, from {@code position} on. */
    private String path;

    private int position;
    private int links;

    PathWalk(Namespace namespace, PathNode root, PathNode start, Credentials credentials, WalkOptions options) {
        this.namespace = namespace;
        this.root = options.inRoot() ? start : root;
        this.start = start;
        this.credentials = credentials;
        this.options = options;
    }

    /** Walks all of it. */
    PathNode toEnd(String text) {
        WalkResult result = walk(text, false);
        if (result.existing() == null) {
            throw Errno.ENOENT.exception();
        }
        if (options.directory() && !result.existing().inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        return result.existing();
    }

    /** Walks up to the last component, which need not exist; symbolic links there are followed if the options say so. */
    WalkResult toParent(String text) {
        return walk(text, true);
    }

    private WalkResult walk(String text, boolean lastMayLack) {
        begin(text);
        while (true) {
            skipSlashes();
            if (position == path.length()) {
                return new WalkResult(node, "/", WalkResult.Last.ROOT, false, node);
            }
            int end = path.indexOf('/', position);
            end = end < 0 ? path.length() : end;
            String name = path.substring(position, end);
            position = end;
            skipSlashes();
            boolean last = position == path.length();
            boolean slash = last && end < position;
            enter();
            WalkResult result = step(name, last, slash, lastMayLack);
            if (result != null) {
                return result;
            }
        }
    }

    private void begin(String text) {
        if (text.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (text.length() >= PATH_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
        path = text;
        position = 0;
        node = start;
        if (text.charAt(0) == '/') {
            jumpToRoot();
        }
    }

    private void jumpToRoot() {
        if (options.beneath()) {
            throw Errno.EXDEV.exception();
        }
        if (options.noXdev() && root.mount() != node.mount()) {
            throw Errno.EXDEV.exception();
        }
        node = root;
    }

    private void skipSlashes() {
        while (position < path.length() && path.charAt(position) == '/') {
            position++;
        }
    }

    /** The current node must be a directory that may be searched. */
    private void enter() {
        Inode inode = node.inode();
        if (!inode.isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        Permissions.check(inode, credentials, Permissions.MAY_EXEC);
    }

    /** One component; a result if it was the last one. */
    private WalkResult step(String name, boolean last, boolean slash, boolean mayLack) {
        switch (name) {
            case "." -> {
                return last ? new WalkResult(node, name, WalkResult.Last.DOT, slash, node) : null;
            }
            case ".." -> {
                PathNode from = node;
                up();
                return last ? new WalkResult(from, name, WalkResult.Last.DOTDOT, slash, node) : null;
            }
            default -> {
                return down(name, last, slash, mayLack);
            }
        }
    }

    private void up() {
        if (options.beneath() && node.equals(start)) {
            throw Errno.EXDEV.exception();
        }
        if (node.equals(root)) {
            return;
        }
        PathNode above = node.parent();
        if (above != null) {
            above = namespace.topmost(above);
            checkDevice(above);
            node = above;
        }
    }

    private WalkResult down(String name, boolean last, boolean slash, boolean mayLack) {
        if (name.length() > NAME_MAX) {
            throw Errno.ENAMETOOLONG.exception();
        }
        Dentry found = last && mayLack
                ? node.dentry().lookupOrNull(name)
                : node.dentry().lookup(name);
        if (found == null) {
            return new WalkResult(node, name, WalkResult.Last.NORMAL, slash, null);
        }
        PathNode child = namespace.topmost(node.child(found));
        checkDevice(child);
        int mode = child.inode().mode();
        if (Mode.isSymlink(mode) && (!last || options.followLast() || slash && !mayLack)) {
            return follow(child, last, slash, name);
        }
        if (!last) {
            node = child;
            return null;
        }
        if (slash && !mayLack && !Mode.isDirectory(mode)) {
            throw Errno.ENOTDIR.exception();
        }
        return new WalkResult(node, name, WalkResult.Last.NORMAL, slash, child);
    }

    private void checkDevice(PathNode next) {
        if (options.noXdev() && next.mount() != node.mount()) {
            throw Errno.EXDEV.exception();
        }
    }

    /** Puts the link's target in front of what is left; a magic link that comes last is the result. */
    private WalkResult follow(PathNode link, boolean last, boolean slash, String name) {
        if (options.noSymlinks() || ++links > MAX_LINKS) {
            throw Errno.ELOOP.exception();
        }
        Inode inode = link.inode();
        PathNode target = inode.magicTarget();
        if (target != null) {
            return jump(target, last, slash, name);
        }
        String text = inode.readlink();
        if (text.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (text.charAt(0) == '/') {
            jumpToRoot();
        }
        path = last ? (slash ? text + "/" : text) : text + "/" + path.substring(position);
        position = 0;
        return null;
    }

    private WalkResult jump(PathNode target, boolean last, boolean slash, String name) {
        if (options.noMagicLinks()) {
            throw Errno.ELOOP.exception();
        }
        if (options.beneath() || options.inRoot()) {
            throw Errno.EXDEV.exception();
        }
        checkDevice(target);
        PathNode from = node;
        node = target;
        if (!last) {
            return null;
        }
        if (slash && !target.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        return new WalkResult(from, name, WalkResult.Last.MAGIC, slash, target);
    }
}

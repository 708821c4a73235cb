package isthmus.core.files;

import isthmus.core.time.Clocks;

/** Everything that can be done to files by name, with permission checks and events: what file system calls stand on. */
public final class Vfs {
    private final Namespace namespace;
    private final FileOpener opener;
    private final NameOperations names;
    private final RenameOperation renaming;
    private final AttributeOperations attributes;
    private final XattrOperations xattrs = new XattrOperations();

    private final LockWaits lockWaits = new LockWaits();

    public Vfs(Namespace namespace, Clocks clocks) {
        this.namespace = namespace;
        this.opener = new FileOpener(namespace);
        this.names = new NameOperations(namespace);
        this.renaming = new RenameOperation(namespace);
        this.attributes = new AttributeOperations(clocks);
    }

    /** Paths and mounts. */
    public Namespace namespace() {
        return namespace;
    }

    /** open(2). */
    public FileOpener opener() {
        return opener;
    }

    /** mknod(2), mkdir(2), symlink(2), link(2), unlink(2), rmdir(2). */
    public NameOperations names() {
        return names;
    }

    /** rename(2). */
    public RenameOperation renaming() {
        return renaming;
    }

    /** chmod(2), chown(2), utimensat(2), truncate(2), access(2). */
    public AttributeOperations attributes() {
        return attributes;
    }

    /** xattr(7). */
    public XattrOperations xattrs() {
        return xattrs;
    }

    /** Who waits for which record lock. */
    public LockWaits lockWaits() {
        return lockWaits;
    }

    /** {@link Namespace#walk} with what an actor brings. */
    public PathNode walk(Actor actor, PathNode start, String path, WalkOptions options) {
        return namespace.walk(actor.root(), start, actor.credentials(), path, options);
    }
}

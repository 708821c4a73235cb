package isthmus.linux.pseudo;

import isthmus.core.files.FileSystem;
import isthmus.core.files.Inode;
import isthmus.core.files.Mode;
import isthmus.core.files.Stat;

/** A file of a {@link PseudoFileSystem}. */
public abstract class PseudoInode extends Inode {
    private final PseudoFileSystem fileSystem;
    private final int mode;
    private final long ino;
    private final long made;

    /** @param mode with the type */
    protected PseudoInode(PseudoFileSystem fileSystem, int mode) {
        this.fileSystem = fileSystem;
        this.mode = mode;
        this.ino = fileSystem.nextIno();
        this.made = fileSystem.now();
    }

    @Override
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    protected final PseudoFileSystem pseudoFileSystem() {
        return fileSystem;
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public int uid() {
        return 0;
    }

    @Override
    public int gid() {
        return 0;
    }

    protected long size() {
        return 0;
    }

    @Override
    public Stat stat() {
        int links = Mode.isDirectory(mode) ? 2 : 1;
        return new Stat(fileSystem.dev(), ino, mode(), links, uid(), gid(), 0, size(), 1024, 0, made, made, made, 0);
    }

    @Override
    public boolean isDeleted() {
        return false;
    }
}

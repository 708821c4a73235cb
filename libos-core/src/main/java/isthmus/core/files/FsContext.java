package isthmus.core.files;

/** Root directory, current directory and umask of a process, or of several that share them ({@code CLONE_FS}). */
public final class FsContext {
    private volatile PathNode root;
    private volatile PathNode workingDirectory;
    private volatile int umask;

    public FsContext(PathNode root, PathNode workingDirectory, int umask) {
        this.root = root;
        this.workingDirectory = workingDirectory;
        this.umask = umask;
    }

    public FsContext copy() {
        return new FsContext(root, workingDirectory, umask);
    }

    public PathNode root() {
        return root;
    }

    public void setRoot(PathNode root) {
        this.root = root;
    }

    public PathNode workingDirectory() {
        return workingDirectory;
    }

    public void setWorkingDirectory(PathNode directory) {
        workingDirectory = directory;
    }

    public int umask() {
        return umask;
    }

    public void setUmask(int umask) {
        this.umask = umask & 0777;
    }
}

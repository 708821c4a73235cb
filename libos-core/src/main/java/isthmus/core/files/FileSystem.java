package isthmus.core.files;

/** One file system instance. */
public abstract class FileSystem {
    /** As in /proc/filesystems: {@code tmpfs}, {@code overlay}, {@code proc} … */
    public abstract String type();

    /** {@code st_dev}, unique in the run. */
    public abstract long dev();

    public abstract Inode root();

    /** The numbers of statfs(2). */
    public abstract StatFs statFs();

    /** Whether nothing in it can be changed. */
    public boolean isReadOnly() {
        return false;
    }
}

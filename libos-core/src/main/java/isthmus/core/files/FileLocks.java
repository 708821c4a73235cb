package isthmus.core.files;

/** The advisory locks on one file: POSIX and OFD record locks (fcntl_locking(2)) and flock(2). Guarded by its monitor. */
public final class FileLocks {
    /** To be filled by the file engineer. */
    FileLocks() {}
}

package isthmus.core.files.overlay;

/** A tree of files that never changes: a host directory or an archive. Thread-safe. */
public interface LowerLayer extends AutoCloseable {
    LowerNode root();

    /** A number above every {@link LowerNode#stat}'s inode number that can be counted up from. */
    long firstFreeIno();

    /** What its files take up on the host, in bytes; for a directory, as much as is used of the disk that it lies on. */
    long usedBytes();

    @Override
    void close();
}

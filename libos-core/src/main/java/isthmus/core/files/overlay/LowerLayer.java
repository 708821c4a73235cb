package isthmus.core.files.overlay;

/** A tree of files that never changes: a host directory or an archive. Thread-safe. */
public interface LowerLayer extends AutoCloseable {
    LowerNode root();

    /** A number above every {@link LowerNode#stat}'s inode number that can be counted up from. */
    long firstFreeIno();

    @Override
    void close();
}

package isthmus.core.files.overlay;

import isthmus.core.Errno;
import isthmus.core.files.Stat;
import java.nio.ByteBuffer;
import java.util.List;

/** A file of a {@link LowerLayer}. Operations throw the errno that fits, EIO where the host or the archive fails. */
public interface LowerNode {
    /** An entry of a directory. */
    record Entry(String name, LowerNode node) {}

    /** Always the same answer; the device number means nothing. */
    Stat stat();

    /** Equal for two nodes exactly if they are hard links to one file; asked for only where the link count is over 1. */
    Object identity();

    /** The entry of that name, null if there is none. Directories only. */
    LowerNode lookup(String name);

    /** All entries, in an order that stays for as long as the list is held. Directories only. */
    List<Entry> list();

    /** Symbolic links only. */
    String readlink();

    /** Makes sure that {@link #read} will find its data: EACCES where the host refuses. Regular files only. */
    default void prepare() {}

    /** Reads from {@code position} as much as there is, at most what {@code target} takes; 0 at the end. Regular files only. */
    int read(ByteBuffer target, long position);

    /** ENODATA. */
    default byte[] xattr(String name) {
        throw Errno.ENODATA.exception();
    }

    default List<String> xattrNames() {
        return List.of();
    }
}

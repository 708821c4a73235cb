package isthmus.core.files;

import java.nio.file.Path;

/** How much room a file of the host takes, which java.nio does not tell. */
@FunctionalInterface
public interface HostBlocks {
    /** A host of which nothing is known. */
    HostBlocks UNKNOWN = path -> -1;

    /** Units of 512 bytes, as {@code st_blocks} of lstat(2); -1 if the host does not say. */
    long of(Path path);
}

package isthmus.core.files;

/** What statfs(2) tells: magic number, sizes in blocks of {@code blockSize} bytes, counts of inodes. */
public record StatFs(
        long magic, int blockSize, long blocks, long free, long available, long files, long filesFree, int nameMax) {}

package isthmus.core.files;

/**
 * A file system at a place.
 *
 * @param id as in /proc/self/mountinfo
 * @param readOnly writes through it fail with EROFS
 * @param source what /proc/self/mounts shows first, such as {@code tmpfs} or the host path
 */
public record Mount(int id, FileSystem fileSystem, boolean readOnly, String source) {}

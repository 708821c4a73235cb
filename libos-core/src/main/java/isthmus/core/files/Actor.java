package isthmus.core.files;

/**
 * On whose behalf something is done to files.
 *
 * @param root where absolute paths start and {@code ..} ends
 * @param umask applied to new files
 * @param task the calling task, as the shim knows it; opaque here, handed to {@link Inode#open}
 */
public record Actor(PathNode root, Credentials credentials, int umask, Object task) {}

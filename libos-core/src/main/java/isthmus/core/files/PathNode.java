package isthmus.core.files;

/**
 * A place in the tree: an inode, where it was found and in which mount. This is what a current directory, a root
 * directory or an open file remembers. {@code parent} is null at the root of the name space; the parent of a mount's
 * root is the mount point's parent.
 *
 * @param mount the mount the inode was reached in
 * @param parent the directory it was found in
 * @param name its last component there
 */
public record PathNode(Mount mount, PathNode parent, String name, Inode inode) {}

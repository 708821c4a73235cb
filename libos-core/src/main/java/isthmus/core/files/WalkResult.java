package isthmus.core.files;

/**
 * Where the last component of a path is, or would be.
 *
 * @param parent the directory it is in
 * @param name the last component; for {@code DOT}, {@code DOTDOT} and {@code ROOT} what was written
 * @param last what kind of component it is
 * @param trailingSlash whether slashes follow it
 * @param existing what is there, mounts upon it followed; null if nothing. May be out of date when it is looked at
 */
public record WalkResult(PathNode parent, String name, Last last, boolean trailingSlash, PathNode existing) {
    /** Kinds of last components. Only a normal one can be made, removed or renamed. */
    public enum Last {
        NORMAL,
        DOT,
        DOTDOT,
        ROOT,
        MAGIC
    }
}

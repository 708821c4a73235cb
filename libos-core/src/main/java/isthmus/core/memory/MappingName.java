package isthmus.core.memory;

/** What {@code /proc/pid/maps} shows of a mapping's origin (proc(5)). Equal names let neighbouring mappings merge. */
public interface MappingName {
    /** The path or a name in brackets, as shown now: a file may have been renamed or deleted since. */
    String text();

    /** The device number as stat(2) gives it, 0 without a file. */
    default long device() {
        return 0;
    }

    /** The inode number, 0 without a file. */
    default long inode() {
        return 0;
    }

    /** A fixed text such as {@code [stack]}. */
    static MappingName of(String text) {
        return new Fixed(text);
    }

    /** See {@link #of}. */
    record Fixed(String text) implements MappingName {}
}

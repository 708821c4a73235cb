package isthmus.core.files;

/** Receives directory entries; "." and ".." come first. */
@FunctionalInterface
public interface DirectoryVisitor {
    /**
     * @param type as in {@code d_type}: {@link Mode#directoryEntryType}
     * @param next the position after this entry, for {@code d_off} and lseek(2)
     * @return whether it was taken; if not, the entry comes again next time
     */
    boolean entry(String name, long ino, int type, long next);
}

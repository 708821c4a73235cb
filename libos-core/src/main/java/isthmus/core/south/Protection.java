package isthmus.core.south;

/** Page protection as bits, with the values of {@code PROT_*} in mmap(2). */
public final class Protection {
    public static final int NONE = 0;
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXEC = 4;

    private Protection() {}
}

package isthmus.core;

/** An operation failed in a way that a guest may see. Preallocated, one per {@link Errno}; see {@link Errno#exception()}. */
public final class ErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    ErrnoException(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}

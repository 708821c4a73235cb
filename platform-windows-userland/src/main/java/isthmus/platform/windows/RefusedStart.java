package isthmus.platform.windows;

import isthmus.core.south.HostException;

/** Windows does not give a confinement, or a stub does not start in it; it may in a weaker one. */
final class RefusedStart extends HostException {
    private static final long serialVersionUID = 1L;

    RefusedStart(String message) {
        super(message);
    }

    /** What a call that has just failed is reported as. */
    static RefusedStart failure(String what) {
        return new RefusedStart(Kernel32.failure(what).getMessage());
    }
}

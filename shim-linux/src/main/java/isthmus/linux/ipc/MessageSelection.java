package isthmus.linux.ipc;

import isthmus.core.Errno;

/**
 * Which message msgrcv(2) takes.
 *
 * @param room bytes; a longer message is an error unless it may be cut off
 * @param type as there; with MSG_COPY the index
 */
public record MessageSelection(long room, long type, int flags) {
    private static final int IPC_NOWAIT = 04000;
    private static final int MSG_NOERROR = 010000;
    private static final int MSG_EXCEPT = 020000;
    private static final int MSG_COPY = 040000;

    /** EINVAL. */
    public void check() {
        if (room < 0 || copies() && ((flags & MSG_EXCEPT) != 0 || waits())) {
            throw Errno.EINVAL.exception();
        }
    }

    boolean waits() {
        return (flags & IPC_NOWAIT) == 0;
    }

    boolean copies() {
        return (flags & MSG_COPY) != 0;
    }

    /** Whether it takes the one with the lowest type that there is. */
    boolean wantsLowest() {
        return !copies() && type < 0;
    }

    boolean matches(long messageType) {
        if (type == 0) {
            return true;
        }
        if (type < 0) {
            return messageType <= (type == Long.MIN_VALUE ? Long.MAX_VALUE : -type);
        }
        return (messageType == type) != ((flags & MSG_EXCEPT) != 0);
    }

    /** Whether a message of so many bytes is an error. */
    boolean tooLong(int length) {
        return length > room && (flags & MSG_NOERROR) == 0;
    }
}

package isthmus.core.socket;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the unix sockets of a run have in common: the abstract names (unix(7)), and the files that are to be released.
 * Guarded by this, a leaf lock.
 */
public final class UnixNames {
    private record Key(int type, String name) {}

    private final Map<Key, UnixSocket> sockets = new HashMap<>();
    private final Supplier<Ucred> caller;
    private final InFlight inFlight = new InFlight();
    private int next = 0x10;

    /** @param caller who the calling process is, for writes that do not say so */
    public UnixNames(Supplier<Ucred> caller) {
        this.caller = caller;
    }

    /** How many files a user has in messages on their way. */
    public int filesInFlight(int uid) {
        return inFlight.filesOf(uid);
    }

    InFlight inFlight() {
        return inFlight;
    }

    Ucred caller() {
        return caller.get();
    }

    /** EADDRINUSE if a socket of the same type has the name. */
    synchronized void bind(UnixAddress address, UnixSocket socket) {
        if (sockets.putIfAbsent(new Key(socket.type(), address.name()), socket) != null) {
            throw Errno.EADDRINUSE.exception();
        }
    }

    /** Five hexadecimal digits that nobody has; ENOSPC when there are none left. */
    synchronized UnixAddress autobind(UnixSocket socket) {
        for (int tries = 0; tries <= 0xfffff; tries++) {
            UnixAddress address = new UnixAddress(String.format(Locale.ROOT, "\0%05x", next));
            next = next + 1 & 0xfffff;
            if (sockets.putIfAbsent(new Key(socket.type(), address.name()), socket) == null) {
                return address;
            }
        }
        throw Errno.ENOSPC.exception();
    }

    synchronized void unbind(UnixAddress address, UnixSocket socket) {
        sockets.remove(new Key(socket.type(), address.name()), socket);
    }

    /** ECONNREFUSED if there is none. */
    public synchronized UnixSocket find(UnixAddress address, int type) {
        UnixSocket socket = sockets.get(new Key(type, address.name()));
        if (socket == null) {
            throw Errno.ECONNREFUSED.exception();
        }
        return socket;
    }

    // --- files in flight ------------------------------------------------------------------------------------------

    /** Files whose release is still to be done by a thread that is at it. */
    private static final ThreadLocal<Deque<OpenFile>> RELEASING = new ThreadLocal<>();

    /**
     * Releases files that nobody received, before the call that dropped them ends. A file may be a socket that holds more of
     * them: they are released one after another, not one inside the other, so that no chain is too long.
     */
    void releaseAll(List<OpenFile> files) {
        Deque<OpenFile> queue = RELEASING.get();
        if (queue != null) {
            queue.addAll(files);
        } else if (!files.isEmpty()) {
            release(new ArrayDeque<>(files));
        }
    }

    private void release(Deque<OpenFile> queue) {
        RELEASING.set(queue);
        try {
            for (OpenFile next = queue.poll(); next != null; next = queue.poll()) {
                next.release();
            }
        } finally {
            RELEASING.remove();
            releaseAll(new ArrayList<>(queue)); // what is left if one failed
        }
    }
}

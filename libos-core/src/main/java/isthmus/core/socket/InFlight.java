package isthmus.core.socket;

import isthmus.core.files.OpenFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Unix sockets that are in messages on their way, and their end when nobody can receive them any more: a socket that was
 * sent to itself, or rings of such, hold each other and would stay for ever.
 *
 * <p>A socket whose every holder is a message is unreachable if all those messages wait in sockets that are unreachable
 * themselves. The search for them stops nobody: it counts what changes meanwhile, and is done again if anything did. What
 * was unreachable at one moment stays so, for only who holds a socket can receive from it. The monitor, a leaf, guards the
 * counts; it is taken with a socket's monitor held.
 */
final class InFlight {
    /** So many sockets may be on their way before sending looks for unreachable ones. */
    private static final int FIRST_THRESHOLD = 64;

    /** With each socket that is closed, so many of those on their way may be looked at. */
    private static final int STEP = 16;

    private static final int TRIES = 3;

    private final Map<UnixSocket, Integer> counts = new IdentityHashMap<>();
    /** Files of every kind that are on their way, by the real user ID of who sent them. */
    private final Map<Integer, Integer> byUser = new HashMap<>();

    /** How many {@link #counts} has; written with the monitor held. */
    private volatile int size;

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicBoolean collecting = new AtomicBoolean();
    private volatile int threshold = FIRST_THRESHOLD;
    /** What the last search left, and how many sockets have been closed since. */
    private volatile int survivors;

    private final AtomicInteger closed = new AtomicInteger();

    // --- changes; the receiving socket's monitor is held
    // ---------------------------------------------------------------

    /** A message with sockets is about to be put into a queue; {@link #end()} follows. */
    void sent(List<OpenFile> files) {
        begin();
        count(files, 1);
    }

    /** Sockets are taken out of a message; {@link #end()} follows. */
    void taken(List<OpenFile> files) {
        begin();
        count(files, -1);
    }

    /** Sockets in a message get, or lose, a holder; {@link #end()} follows. */
    void begin() {
        begun.incrementAndGet();
    }

    void end() {
        ended.incrementAndGet();
    }

    /** So many more, or fewer, files are on their way. */
    void charge(int user, int files) {
        if (files != 0) {
            synchronized (this) {
                byUser.merge(user, files, (old, step) -> old + step == 0 ? null : Integer.valueOf(old + step));
            }
        }
    }

    synchronized int filesOf(int user) {
        return byUser.getOrDefault(user, 0);
    }

    private synchronized void count(List<OpenFile> files, int by) {
        for (OpenFile file : files) {
            if (file instanceof UnixSocket socket) {
                counts.merge(socket, by, (old, step) -> old + step == 0 ? null : Integer.valueOf(old + step));
            }
        }
        size = counts.size();
    }

    private synchronized Map<UnixSocket, Integer> snapshot() {
        return new IdentityHashMap<>(counts);
    }

    // --- the search; no lock is held
    // ----------------------------------------------------------------------------------

    /** After a message was sent: looks if there are many. */
    void collectIfMany() {
        if (size > threshold) {
            collect();
        }
    }

    /** After a socket was closed: looks, but not at many each time. */
    void socketClosed() {
        if (size > 0 && (long) closed.incrementAndGet() * STEP > survivors) {
            collect();
        }
    }

    /** Looks for sockets that nobody can reach, and drops what they hold; who does not find quiet leaves it to the next. */
    private void collect() {
        if (size == 0 || !collecting.compareAndSet(false, true)) {
            return;
        }
        List<OpenFile> dropped = new ArrayList<>();
        UnixNames names = null;
        try {
            List<UnixSocket> unreachable = null;
            for (int i = 0; i < TRIES && unreachable == null; i++) {
                unreachable = find();
            }
            if (unreachable != null) {
                for (UnixSocket socket : unreachable) {
                    names = socket.names();
                    takeFiles(socket, dropped);
                }
            }
        } finally {
            closed.set(0);
            survivors = size;
            threshold = Math.max(FIRST_THRESHOLD, 2 * size);
            collecting.set(false);
        }
        if (names != null) {
            names.releaseAll(dropped);
        }
    }

    /** Null if there was a change meanwhile. */
    private List<UnixSocket> find() {
        long done = ended.get();
        long before = begun.get();
        if (done != before) {
            return null;
        }
        Map<UnixSocket, Integer> outside = snapshot();
        outside.entrySet().removeIf(entry -> entry.getKey().holders() != entry.getValue());
        Map<UnixSocket, List<UnixSocket>> contents = new IdentityHashMap<>();
        for (UnixSocket socket : outside.keySet()) {
            contents.put(socket, socketsIn(socket));
        }
        contents.values().forEach(inside -> inside.forEach(child -> outside.computeIfPresent(child, (k, n) -> n - 1)));
        spareReachable(outside, contents);
        return begun.get() == before ? new ArrayList<>(outside.keySet()) : null;
    }

    /** Removes those that wait in a socket that somebody can receive from, and what waits in them. */
    private static void spareReachable(Map<UnixSocket, Integer> outside, Map<UnixSocket, List<UnixSocket>> contents) {
        Deque<UnixSocket> reachable = new ArrayDeque<>();
        outside.forEach((socket, holders) -> {
            if (holders > 0) {
                reachable.add(socket);
            }
        });
        reachable.forEach(outside::remove);
        while (!reachable.isEmpty()) {
            for (UnixSocket child : contents.get(reachable.remove())) {
                if (outside.remove(child) != null) {
                    reachable.add(child);
                }
            }
        }
    }

    // --- what is in a socket: messages to it, or, if it listens, to those that it has not accepted yet
    // -----------------

    private static List<UnixSocket> socketsIn(UnixSocket socket) {
        List<UnixSocket> found = new ArrayList<>();
        for (UnixSocket each : withPending(socket)) {
            synchronized (each) {
                each.inbox.addSockets(found);
            }
        }
        return found;
    }

    private static void takeFiles(UnixSocket socket, List<OpenFile> target) {
        for (UnixSocket each : withPending(socket)) {
            synchronized (each) {
                each.inbox.takeAllFiles(target);
            }
        }
    }

    private static List<UnixSocket> withPending(UnixSocket socket) {
        synchronized (socket) {
            List<UnixSocket> all = new ArrayList<>(socket.inbox.pending);
            all.add(socket);
            return all;
        }
    }
}

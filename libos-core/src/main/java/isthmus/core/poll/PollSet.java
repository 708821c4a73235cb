package isthmus.core.poll;

import isthmus.core.Errno;
import isthmus.core.files.OpenFile;
import isthmus.core.wait.PollEvents;
import isthmus.core.wait.Sleeper;
import isthmus.core.wait.WaitEntry;
import isthmus.core.wait.WaitQueue;

/** One call of poll(2) or select(2): the files it looks at and what it finds. Used by one thread. */
public final class PollSet implements AutoCloseable {
    private final OpenFile[] files;
    private final int[] wanted;
    private final int[] found;
    private WaitEntry[] entries;
    private int size;

    public PollSet(int capacity) {
        files = new OpenFile[capacity];
        wanted = new int[capacity];
        found = new int[capacity];
    }

    /**
     * Adds a file; the caller's reference passes to this set.
     *
     * @param events {@link PollEvents}; errors and hang-ups are always looked for
     */
    public void add(OpenFile file, int events) {
        files[size] = file;
        wanted[size++] = events | PollEvents.POLLERR | PollEvents.POLLHUP;
    }

    /** Adds a place that no file belongs to, which has these events from the start. */
    public void addFixed(int events) {
        found[size++] = events;
    }

    public int size() {
        return size;
    }

    /** What was found for the entry; 0 for nothing. */
    public int events(int index) {
        return found[index];
    }

    /** Looks at everything once; returns how many entries have events. */
    private int scan() {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (files[i] != null) {
                found[i] = files[i].poll() & wanted[i];
            }
            if (found[i] != 0) {
                count++;
            }
        }
        return count;
    }

    /**
     * Waits until an entry has events, and returns how many have; 0 when the deadline has passed.
     *
     * @param deadline in {@link System#nanoTime()}'s time, {@link Sleeper#FOREVER}, or {@link #NOW}
     * @throws isthmus.core.ErrnoException ERESTARTNOHAND when interrupted
     */
    public int await(Sleeper sleeper, long deadline) {
        int count = scan();
        if (count == 0 && sleeper.isInterrupted()) {
            throw Errno.ERESTARTNOHAND.exception();
        }
        if (count > 0 || deadline == NOW) {
            return count;
        }
        enqueue(sleeper);
        while (true) {
            sleeper.prepare();
            count = scan();
            if (count > 0) {
                return count;
            }
            switch (sleeper.pause(deadline)) {
                case INTERRUPTED -> throw Errno.ERESTARTNOHAND.exception();
                case TIMED_OUT -> {
                    return scan();
                }
                case WOKEN -> {}
            }
        }
    }

    /** A deadline that does not wait at all. */
    public static final long NOW = Long.MIN_VALUE;

    private void enqueue(Sleeper sleeper) {
        entries = new WaitEntry[size];
        for (int i = 0; i < size; i++) {
            WaitQueue queue = files[i] == null ? null : files[i].waitQueue();
            if (queue != null) {
                entries[i] = new WaitEntry(wanted[i], events -> sleeper.wake());
                queue.add(entries[i]);
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < size; i++) {
            if (files[i] != null) {
                if (entries != null && entries[i] != null) {
                    files[i].waitQueue().remove(entries[i]);
                }
                files[i].release();
            }
        }
        size = 0;
    }
}

package isthmus.app.engine;

import isthmus.core.files.overlay.LowerLayer;
import isthmus.core.files.overlay.LowerNode;
import isthmus.core.files.tar.TarBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens each archive once for all runs that have it as their root, since to unpack one takes time and room. The one that was
 * used last stays open, for the next run of it. An archive that has changed since is another one.
 *
 * <p>Locks: that of an entry is held while its archive is opened; then this monitor, which is a leaf.
 */
final class SharedArchives implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private record Key(Path file, long bytes, long changed) {
        static Key of(Path file) throws IOException {
            Path real = file.toRealPath();
            return new Key(
                    real, Files.size(real), Files.getLastModifiedTime(real).to(TimeUnit.NANOSECONDS));
        }
    }

    private static final class Entry {
        final Key key;
        final ReentrantLock opening = new ReentrantLock();
        /** How far it is, for who waits for it. */
        volatile long done;
        /** Guarded by the lock; set once. */
        TarBase base;
        /** Guarded by the monitor of the archives. */
        int users;

        Entry(Key key) {
            this.key = key;
        }
    }

    /** Guarded by this, as is all that follows. */
    private final Map<Key, Entry> entries = new HashMap<>();

    private Entry idle;
    private boolean closed;

    /**
     * An archive, for the caller to close. If another is opening it just now this waits.
     *
     * @param progress hears how far it is; an exception from there is passed on
     * @throws isthmus.core.south.HostException with one sentence, if it cannot be read or is no archive
     */
    LowerLayer open(Path file, TarBase.Progress progress) {
        Key key;
        try {
            key = Key.of(file);
        } catch (IOException e) {
            return new TarBase(file, progress); // which says why it cannot be read
        }
        Entry entry = take(key);
        boolean done = false;
        try {
            opened(entry, file, progress);
            done = true;
            return new Lease(entry);
        } finally {
            if (!done) {
                release(entry);
            }
        }
    }

    private synchronized Entry take(Key key) {
        Entry entry = entries.computeIfAbsent(key, Entry::new);
        entry.users++;
        if (idle == entry) {
            idle = null;
        }
        return entry;
    }

    private static void opened(Entry entry, Path file, TarBase.Progress progress) {
        boolean interrupted = false;
        boolean locked = false;
        while (!locked) {
            try {
                locked = entry.opening.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (!locked) {
                progress.unpacked(entry.done, entry.key.bytes());
            }
        }
        try {
            if (entry.base == null) {
                entry.base = new TarBase(file, (done, total) -> {
                    entry.done = done;
                    progress.unpacked(done, total);
                });
            }
        } finally {
            entry.opening.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void release(Entry entry) {
        Entry unused;
        synchronized (this) {
            if (--entry.users > 0) {
                return;
            }
            if (entry.base != null && !closed) {
                unused = idle;
                idle = entry;
            } else {
                unused = entry;
            }
            if (unused != null) {
                entries.remove(unused.key);
            }
        }
        close(unused);
    }

    private static void close(Entry entry) {
        if (entry != null && entry.base != null) {
            entry.base.close();
        }
    }

    /** Closes what nobody uses; the others close when they are given back. */
    @Override
    public void close() {
        Entry unused;
        synchronized (this) {
            closed = true;
            unused = idle;
            idle = null;
            if (unused != null) {
                entries.remove(unused.key);
            }
        }
        close(unused);
    }

    /** One user's view of an archive. */
    private final class Lease implements LowerLayer {
        private final Entry entry;
        private final AtomicBoolean over = new AtomicBoolean();

        Lease(Entry entry) {
            this.entry = entry;
        }

        @Override
        public LowerNode root() {
            return entry.base.root();
        }

        @Override
        public long firstFreeIno() {
            return entry.base.firstFreeIno();
        }

        @Override
        public long usedBytes() {
            return entry.base.usedBytes();
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                release(entry);
            }
        }
    }
}

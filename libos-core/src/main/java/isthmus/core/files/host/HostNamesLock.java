package isthmus.core.files.host;

import isthmus.core.south.HostException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Guards which name leads where in host folders that guests may write to, for all runs of one user on one host: held for
 * reading while a path is made and used, for writing while a name is changed. One lock for all folders: the same folder may
 * be shared in two places, or one within another.
 *
 * <p>Within a JVM it is a {@link ReentrantReadWriteLock}, between JVMs a {@link HostNamesFile}. Reading costs no call of the
 * host as long as no other JVM writes. A writer keeps new readers of other JVMs out while it waits for those inside, so they
 * cannot starve it, and lets the others' turn come after its own if they wait.
 *
 * <p>A JVM that ended inside counts no more. One that was stopped inside (SIGSTOP), or that waits for a slow disk there, has
 * the others wait until it goes on, as they would for that disk. Interrupts end no waiting and are kept.
 *
 * <p>Not covered: runs of different users, of JVMs with different folders for temporary files (containers), and those
 * that began before and after somebody removed the file. Lock order: the local lock, the monitor of this, which guards {@link #inside}.
 */
final class HostNamesLock {
    private static final int SPINS = 64;
    private static final int YIELDS = 80;
    /** After so many vain tries, about a millisecond, it is worth asking whether who is waited for has ended. */
    private static final int LONG = 100;

    private static final long SHORT_NANOS = 20_000;
    private static final long LONG_NANOS = 250_000;

    private static HostNamesLock ofThisUser;

    private final HostNamesFile file;
    private final ReentrantReadWriteLock local = new ReentrantReadWriteLock();
    /** Threads of this JVM that use names; its word in the file says whether there are any. */
    private int inside;
    /** The turn of the writer that is in; guarded by the local lock. */
    private FileLock turn;

    HostNamesLock(HostNamesFile file) {
        this.file = file;
    }

    /** @throws HostException if there can be none, with the reason */
    static synchronized HostNamesLock ofThisUser() {
        if (ofThisUser == null) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
            try {
                ofThisUser = new HostNamesLock(HostNamesFile.open(HostNamesFolder.in(temporary)));
            } catch (IOException e) {
                throw new HostException(
                        "Host folders cannot be shared, as runs cannot agree who changes names in them: " + reason(e)
                                + ".",
                        e);
            }
        }
        return ofThisUser;
    }

    /** What java.nio throws of itself is named by its class, and its message is the path alone. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file
                ? "'" + file.getFile() + "' cannot be used (" + HostErrors.errno(e) + ")"
                : e.getMessage();
    }

    /** Waits a little, and longer the more often it was done. */
    static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else if (tries < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(tries < LONG ? SHORT_NANOS : LONG_NANOS);
        }
    }

    private static boolean isLong(int tries) {
        return tries >= LONG && tries % 10 == 0;
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds(int tries) throws IOException;
    }

    private static void await(Attempt attempt) throws IOException {
        boolean interrupted = false;
        for (int tries = 0; !attempt.succeeds(tries); tries++) {
            interrupted |= Thread.interrupted(); // it would keep pause() from waiting
            pause(tries);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is done with the lock held. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /** Does something with names locked against change. */
    <T> T reading(Action<T> action) throws IOException {
        lockRead();
        try {
            return action.run();
        } finally {
            unlockRead();
        }
    }

    /** Changes names. */
    <T> T writing(Action<T> action) throws IOException {
        lockWrite();
        try {
            return action.run();
        } finally {
            unlockWrite();
        }
    }

    /** The caller, who has the lock for writing, makes a link or moves what may hold one. */
    void linksChanged() {
        file.linksChanged();
    }

    /** Changes when any run of this user does so. */
    int links() {
        return file.links();
    }

    // --- reading
    // ----------------------------------------------------------------------------------------------------------------

    /** Whether this thread, which has just got or will now give back the local lock for reading, has it besides. */
    private boolean isNested() {
        return local.getReadHoldCount() > 1 || local.isWriteLockedByCurrentThread();
    }

    void lockRead() throws IOException {
        local.readLock().lock();
        boolean done = false;
        try {
            if (!isNested() && !tryEnter()) {
                await(tries -> tryEnter() || isLong(tries) && tryEnterInTurn());
            }
            done = true;
        } finally {
            if (!done) {
                local.readLock().unlock();
            }
        }
    }

    private synchronized boolean tryEnter() {
        if (inside == 0 ? !file.tryRead() : file.isWriterThere()) {
            return false;
        }
        inside++;
        return true;
    }

    private synchronized boolean tryEnterInTurn() throws IOException {
        if (!file.tryReadInTurn()) {
            return false;
        }
        inside++;
        return true;
    }

    void unlockRead() {
        if (!isNested()) {
            leave();
        }
        local.readLock().unlock();
    }

    private synchronized void leave() {
        if (--inside == 0) {
            file.endRead();
        }
    }

    // --- writing
    // ----------------------------------------------------------------------------------------------------------------

    /** Not by a thread that has it for reading. */
    void lockWrite() throws IOException {
        local.writeLock().lock();
        boolean done = false;
        try {
            if (local.getWriteHoldCount() == 1) {
                awaitTurn();
            }
            done = true;
        } finally {
            if (!done) {
                local.writeLock().unlock();
            }
        }
    }

    private void awaitTurn() throws IOException {
        if (file.othersWaited()) {
            LockSupport.parkNanos(SHORT_NANOS);
        }
        await(tries -> {
            turn = file.tryTurn(false);
            return turn != null;
        });
        boolean done = false;
        try {
            file.beginWrite();
            await(tries -> file.isFree(isLong(tries)));
            done = true;
        } finally {
            if (!done) {
                endTurn();
            }
        }
    }

    private void endTurn() throws IOException {
        file.endWrite();
        turn.release();
        turn = null;
    }

    void unlockWrite() throws IOException {
        try {
            if (local.getWriteHoldCount() == 1) {
                endTurn();
            }
        } finally {
            local.writeLock().unlock();
        }
    }
}

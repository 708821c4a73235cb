package isthmus.core.files;

import static isthmus.core.files.FileLocks.TO_END;
import static isthmus.core.files.World.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.files.FileLocks.RecordLock;
import isthmus.core.wait.Sleeper;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileLocksTest {
    private final World world = World.inMemory();
    private final Object one = "one";
    private final Object two = "two";
    private final FileLocks locks = world.at("/").inode().state().locks();

    @AfterEach
    void close() {
        world.close();
    }

    private static RecordLock read(Object owner, long start, long end) {
        return new RecordLock(owner, false, start, end, 1);
    }

    private static RecordLock write(Object owner, long start, long end) {
        return new RecordLock(owner, true, start, end, 1);
    }

    private String picture() {
        TreeSet<String> lines = new TreeSet<>();
        for (RecordLock lock : locks.recordLocks()) {
            String end = lock.end() == TO_END ? "" : "" + lock.end();
            lines.add(lock.owner() + (lock.exclusive() ? " w " : " r ") + lock.start() + "-" + end);
        }
        return String.join(", ", lines);
    }

    @Test
    void locksConflict() {
        locks.lock(read(one, 0, 99));
        locks.lock(read(two, 50, TO_END));
        fails(Errno.EAGAIN, () -> locks.lock(write(one, 60, 60)));
        assertEquals(two, locks.conflict(write(one, 0, TO_END)).owner());
        assertNull(locks.conflict(write(one, 0, 49)));
        locks.lock(write(one, 0, 49));
        fails(Errno.EAGAIN, () -> locks.lock(read(two, 0, 0)));
        locks.unlock(two, 0, TO_END);
        locks.lock(write(one, 0, TO_END));
        assertEquals("one w 0-", picture());
    }

    @Test
    void rangesMergeAndSplit() {
        locks.lock(write(one, 0, 9));
        locks.lock(write(one, 10, 19));
        assertEquals("one w 0-19", picture());
        locks.unlock(one, 5, 6);
        assertEquals("one w 0-4, one w 7-19", picture());
        locks.lock(read(one, 3, 8));
        assertEquals("one r 3-8, one w 0-2, one w 9-19", picture());
        locks.lock(write(one, 0, TO_END));
        assertEquals("one w 0-", picture());
        locks.unlock(one, 100, TO_END);
        assertEquals("one w 0-99", picture());
        locks.lock(read(two, 100, TO_END));
        locks.releaseProcess(one);
        assertEquals("two r 100-", picture());
    }

    @Test
    void closingReleases() {
        world.write("/f", "");
        OpenFile a = world.open("/f", OpenFlags.O_RDWR);
        OpenFile b = world.open("/f", OpenFlags.O_RDWR);
        FileLocks f = a.inode().state().locks();
        f.lock(write(one, 0, 5));
        f.lock(new RecordLock(a, true, 10, 20, -1));
        f.flock(a, true);
        fails(Errno.EAGAIN, () -> f.flock(b, false));
        fails(Errno.EAGAIN, () -> f.lock(new RecordLock(b, false, 0, 0, -1)));
        b.descriptorClosed(one);
        f.lock(new RecordLock(b, false, 0, 0, -1));
        fails(Errno.EAGAIN, () -> f.lock(new RecordLock(b, false, 0, 10, -1)));
        a.release();
        f.lock(new RecordLock(b, false, 0, 10, -1));
        f.flock(b, true);
        f.flock(b, false);
        b.release();
        assertEquals(List.of(), f.recordLocks());
        assertTrue(f.flocks().isEmpty());
    }

    private Sleeper sleeper() {
        return new Sleeper(() -> false, () -> {});
    }

    @Test
    void waitersGetTheirTurnAndCirclesAreFound() throws InterruptedException {
        LockWaits waits = world.vfs.lockWaits();
        world.write("/g", "");
        FileLocks other = world.at("/g").inode().state().locks();
        locks.lock(write(one, 0, 0));
        other.lock(write(two, 0, 0));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread waiter = new Thread(() -> waits.lock(other, write(one, 0, 0), sleeper()));
        waiter.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        fails(Errno.EDEADLK, () -> waits.lock(locks, write(two, 0, 0), sleeper()));
        other.unlock(two, 0, TO_END);
        waiter.join();
        assertNull(failure.get());
        fails(Errno.EAGAIN, () -> other.lock(write(two, 0, 0)));
    }

    @Test
    void interruptedWaitersGoAway() {
        LockWaits waits = world.vfs.lockWaits();
        locks.lock(write(one, 0, 0));
        Sleeper interrupted = new Sleeper(() -> true, () -> {});
        fails(Errno.ERESTARTSYS, () -> waits.lock(locks, write(two, 0, 0), interrupted));
        FileLocks other = world.at("/").inode().state().locks();
        other.unlock(one, 0, TO_END);
        waits.lock(locks, write(two, 0, 0), interrupted);
    }
}

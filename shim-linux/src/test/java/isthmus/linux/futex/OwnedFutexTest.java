package isthmus.linux.futex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.Sleeper;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Futexes that know their owner: PI and robust ones. */
class OwnedFutexTest {
    private static final long WORD = GuestFixture.MEMORY, COND = WORD + 4096;

    private final GuestFixture guest = new GuestFixture();
    private final Map<Integer, Task> tasks = new ConcurrentHashMap<>();
    private final FutexTable table = new FutexTable();
    private final PiFutexes pi = new PiFutexes(table, tasks::get);
    private final RobustLists robust = new RobustLists(table, pi);
    private final Task first = task();
    private final Task second = task();
    private final Task third = task();
    private final GuestMemory memory = first.memory();
    private final FutexKey key = FutexTable.key(first, WORD, true);

    @AfterEach
    void end() {
        guest.close();
    }

    private Task task() {
        Task task = guest.newTask();
        tasks.put(task.tid(), task);
        return task;
    }

    private static <T> CompletableFuture<T> start(Supplier<T> body) {
        return CompletableFuture.supplyAsync(body, task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private CompletableFuture<FutexTable.Outcome> lock(Task task) {
        var result = start(() -> pi.lock(task, key, WORD, Sleeper.FOREVER, true));
        while (!isWaiting(task)) {
            Thread.onSpinWait();
        }
        return result;
    }

    private boolean isWaiting(Task task) {
        Bucket bucket = table.bucket(key);
        synchronized (bucket) {
            for (Waiter w = bucket.first(); w != null; w = w.next) {
                if (w.task == task && w.pi) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void assertWoken(CompletableFuture<FutexTable.Outcome> future) throws Exception {
        assertEquals(FutexTable.Outcome.WOKEN, future.get(10, TimeUnit.SECONDS));
    }

    private static void assertError(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private FutexTable.Outcome tryLock(Task task) {
        return pi.lock(task, key, WORD, Sleeper.FOREVER, false);
    }

    @Test
    void lockAndUnlock() {
        assertEquals(FutexTable.Outcome.WOKEN, tryLock(first));
        assertEquals(first.tid(), memory.readInt(WORD));
        assertError(Errno.EDEADLK, () -> tryLock(first));
        assertError(Errno.EAGAIN, () -> tryLock(second));
        assertEquals(first.tid() | PiFutexes.WAITERS, memory.readInt(WORD));
        assertError(Errno.EPERM, () -> pi.unlock(second, key, WORD));
        pi.unlock(first, key, WORD);
        assertEquals(0, memory.readInt(WORD));
        memory.writeInt(WORD, 0x3ffff);
        assertError(Errno.ESRCH, () -> tryLock(first));
    }

    @Test
    void theLockPassesInOrder() throws Exception {
        tryLock(first);
        var two = lock(second);
        var three = lock(third);
        pi.unlock(first, key, WORD);
        assertWoken(two);
        assertEquals(second.tid() | PiFutexes.WAITERS, memory.readInt(WORD));
        pi.unlock(second, key, WORD);
        assertWoken(three);
        pi.unlock(third, key, WORD);
        assertEquals(0, memory.readInt(WORD));
    }

    @Test
    void aDeadOwnerLeavesItToAWaiter() throws Exception {
        tryLock(first);
        var two = lock(second);
        robust.release(first, false);
        assertWoken(two);
        assertEquals(second.tid() | PiFutexes.WAITERS | PiFutexes.OWNER_DIED, memory.readInt(WORD));
        memory.writeInt(WORD, first.tid());
        assertError(Errno.ESRCH, () -> pi.lock(third, key, WORD, Sleeper.FOREVER, true));
    }

    @Test
    void aTimeOutLeavesTheQueue() {
        tryLock(first);
        long soon = System.nanoTime() + 2_000_000;
        assertEquals(FutexTable.Outcome.TIMED_OUT, pi.lock(second, key, WORD, soon, true));
        pi.unlock(first, key, WORD);
        assertEquals(0, memory.readInt(WORD));
    }

    @Test
    void requeuedWaitersOwnTheLock() throws Exception {
        FutexKey cond = FutexTable.key(first, COND, true);
        var two = start(() -> pi.awaitRequeue(second, cond, COND, 0, -1, key, Sleeper.FOREVER));
        while (table.bucket(cond).expected.get() < 1) {
            Thread.onSpinWait();
        }
        var three = start(() -> pi.awaitRequeue(third, cond, COND, 0, -1, key, Sleeper.FOREVER));
        while (count(cond) < 2) {
            Thread.onSpinWait();
        }
        assertError(Errno.EINVAL, () -> table.wake(cond, 1, -1));
        assertEquals(2, pi.requeue(first, cond, COND, key, WORD, 9, 0));
        var winner = memory.readInt(WORD) == (second.tid() | PiFutexes.WAITERS) ? two : three;
        assertWoken(winner);
        pi.unlock(winner == two ? second : third, key, WORD);
        assertWoken(winner == two ? three : two);
    }

    private int count(FutexKey wanted) {
        int count = 0;
        Bucket bucket = table.bucket(wanted);
        synchronized (bucket) {
            for (Waiter w = bucket.first(); w != null; w = w.next) {
                count += w.key.equals(wanted) ? 1 : 0;
            }
        }
        return count;
    }

    // --- robust lists

    private static final long HEAD = WORD + 0x100, ENTRY = WORD + 0x200, PENDING = WORD + 0x300;
    private static final int OFFSET = 16;

    private void list(Task task, long pending) {
        memory.writeLong(HEAD, ENTRY);
        memory.writeLong(HEAD + 8, OFFSET);
        memory.writeLong(HEAD + 16, pending);
        memory.writeLong(ENTRY, HEAD);
        memory.writeInt(ENTRY + OFFSET, task.tid() | PiFutexes.WAITERS);
        memory.writeInt(PENDING + OFFSET, task.tid());
        task.setRobustList(HEAD);
    }

    @Test
    void theListIsMarkedAndAWaiterWoken() throws Exception {
        list(first, PENDING);
        FutexKey entry = FutexTable.key(second, ENTRY + OFFSET, true);
        int value = memory.readInt(ENTRY + OFFSET);
        var waiting = start(() -> table.await(second, entry, ENTRY + OFFSET, value, -1, Sleeper.FOREVER));
        while (count(entry) == 0) {
            Thread.onSpinWait();
        }
        robust.release(first, true);
        assertWoken(waiting);
        assertEquals(PiFutexes.OWNER_DIED | PiFutexes.WAITERS, memory.readInt(ENTRY + OFFSET));
        assertEquals(PiFutexes.OWNER_DIED, memory.readInt(PENDING + OFFSET));
    }

    @Test
    void othersLocksAreLeftAlone() {
        list(first, 0);
        memory.writeInt(ENTRY + OFFSET, second.tid());
        robust.release(first, true);
        assertEquals(second.tid(), memory.readInt(ENTRY + OFFSET));
    }

    @Test
    void wrongListsDoNoHarm() {
        list(first, 0);
        memory.writeLong(ENTRY, ENTRY); // a circle
        robust.release(first, true);
        second.setRobustList(64);
        robust.release(second, true);
        list(third, 0);
        memory.writeLong(ENTRY, 64);
        robust.release(third, true);
        assertEquals(PiFutexes.OWNER_DIED | PiFutexes.WAITERS, memory.readInt(ENTRY + OFFSET));
    }

    @Test
    void theThreadIdIsClearedAndItsWaiterWoken() throws Exception {
        memory.writeInt(WORD, first.tid());
        first.setClearChildTid(WORD);
        var waiting = start(() -> table.await(second, key, WORD, first.tid(), -1, Sleeper.FOREVER));
        while (count(key) == 0) {
            Thread.onSpinWait();
        }
        robust.release(first, true);
        assertWoken(waiting);
        assertEquals(0, memory.readInt(WORD));
    }
}

package isthmus.linux.futex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.FutexKey;
import isthmus.core.memory.GuestMemory;
import isthmus.core.wait.Sleeper;
import isthmus.linux.signal.SigAction;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waiting and waking on words of guest memory. */
class FutexTest {
    private static final long WORD = GuestFixture.MEMORY, OTHER = WORD + 4096;

    private final GuestFixture guest = new GuestFixture();
    private final Task main = guest.newTask();
    private final GuestMemory memory = main.memory();
    private final FutexTable table = guest.kernel.futexes().table();
    private final FutexKey key = FutexTable.key(main, WORD, true);
    private final FutexKey otherKey = FutexTable.key(main, OTHER, true);

    @AfterEach
    void end() {
        guest.close();
    }

    private static <T> CompletableFuture<T> start(Supplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(body.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private CompletableFuture<FutexTable.Outcome> waiter(int bitset) {
        Task task = guest.newTask();
        int before = table.bucket(key).expected.get();
        var result = start(() -> table.await(task, key, WORD, 0, bitset, Sleeper.FOREVER));
        while (table.bucket(key).expected.get() == before) {
            Thread.onSpinWait();
        }
        synchronized (table.bucket(key)) { // it is queued when this can be had after the count has risen
            return result;
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static void assertError(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private int wakeSoon(int count, int bitset) {
        int woken;
        do {
            woken = table.wake(key, count, bitset);
        } while (woken == 0);
        return woken;
    }

    @Test
    void anotherValueIsNotWaitedFor() {
        memory.writeInt(WORD, 1);
        assertError(Errno.EAGAIN, () -> table.await(main, key, WORD, 0, -1, Sleeper.FOREVER));
        assertError(Errno.EFAULT, () -> table.await(main, FutexTable.key(main, 64, true), 64, 0, -1, Sleeper.FOREVER));
        assertError(Errno.EINVAL, () -> FutexTable.key(main, WORD + 2, true));
        assertEquals(0, table.bucket(key).expected.get());
    }

    @Test
    void wokenTimedOutInterrupted() throws Exception {
        var waiting = waiter(-1);
        assertEquals(1, wakeSoon(1, -1));
        assertEquals(FutexTable.Outcome.WOKEN, get(waiting));
        assertEquals(FutexTable.Outcome.TIMED_OUT, table.await(main, key, WORD, 0, -1, System.nanoTime() + 1_000_000));
        guest.process.signals().setAction(10, new SigAction(0x401000, 0, 0, 0));
        main.signals().send(SigInfo.ofUser(10, 1, 1));
        assertEquals(FutexTable.Outcome.INTERRUPTED, table.await(main, key, WORD, 0, -1, Sleeper.FOREVER));
        assertEquals(0, table.wake(key, 1, -1));
    }

    @Test
    void bitsetsMeet() throws Exception {
        var one = waiter(1);
        var two = waiter(2);
        assertEquals(1, wakeSoon(9, 2));
        assertEquals(FutexTable.Outcome.WOKEN, get(two));
        assertEquals(0, table.wake(key, 9, 4));
        assertEquals(1, wakeSoon(9, -1));
        get(one);
    }

    @Test
    void requeuedWaitersHearTheOtherFutex() throws Exception {
        var first = waiter(-1);
        var second = waiter(-1);
        var third = waiter(-1);
        assertError(Errno.EAGAIN, () -> table.requeue(main, key, WORD, 1, otherKey, 9, 5));
        while (countAt(key) < 3) {
            Thread.onSpinWait();
        }
        assertEquals(2, table.requeue(main, key, WORD, 1, otherKey, 1, 0));
        assertEquals(1, countAt(key));
        assertEquals(1, table.wake(otherKey, 9, -1));
        assertEquals(1, table.wake(key, 9, -1));
        get(first);
        get(second);
        get(third);
    }

    private int countAt(FutexKey wanted) {
        int count = 0;
        Bucket bucket = table.bucket(wanted);
        synchronized (bucket) {
            for (Waiter w = bucket.first(); w != null; w = w.next) {
                count += w.key.equals(wanted) ? 1 : 0;
            }
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 7, 5, 5, 7, true", // set, equal
        "1, 1, 2, 5, 5, 7, false", // add, not equal
        "2, 2, 12, 6, 5, 13, true", // or, less
        "3, 3, 4, 5, 5, 1, true", // and not, less or equal
        "4, 4, 1, 5, 5, 4, false", // exclusive or, greater
        "10, 5, 3, 5, 5, 13, true", // or of a shifted bit, greater or equal
        "1, 4, -3, -1, 5, 2, true" // negative arguments
    })
    void wakeOps(int op, int cmp, int oparg, int cmparg, int old, int result, boolean meets) {
        memory.writeInt(WORD, old);
        WakeOp operation = new WakeOp(op << 28 | cmp << 24 | (oparg & 0xfff) << 12 | cmparg & 0xfff);
        assertEquals(meets, operation.apply(memory, WORD));
        assertEquals(result, memory.readInt(WORD));
    }

    @Test
    void noWakeIsLost() throws Exception {
        int rounds = 20_000;
        Task partner = guest.newTask();
        var other = start(() -> {
            for (int i = 0; i < rounds; i++) {
                pass(partner, 1, 0);
            }
            return null;
        });
        var own = start(() -> {
            for (int i = 0; i < rounds; i++) {
                pass(main, 0, 1);
            }
            return null;
        });
        other.get(60, TimeUnit.SECONDS);
        own.get(60, TimeUnit.SECONDS);
    }

    /** Waits for its turn, gives the turn away. */
    private void pass(Task task, int mine, int next) {
        while (memory.readInt(WORD) != mine) {
            try {
                table.await(task, key, WORD, next, -1, Sleeper.FOREVER);
            } catch (ErrnoException e) {
                assertEquals(Errno.EAGAIN, e.errno());
            }
        }
        memory.writeInt(WORD, next);
        table.wake(key, 1, -1);
    }

    @Test
    void manyWaitersAreAllWoken() throws Exception {
        var all = new java.util.ArrayList<CompletableFuture<FutexTable.Outcome>>();
        for (int i = 0; i < 20; i++) {
            all.add(waiter(-1));
        }
        int woken = 0;
        while (woken < 20) {
            woken += table.wake(key, Integer.MAX_VALUE, -1);
        }
        for (var each : all) {
            assertEquals(FutexTable.Outcome.WOKEN, get(each));
        }
        assertTrue(table.bucket(key).expected.get() == 0);
    }
}

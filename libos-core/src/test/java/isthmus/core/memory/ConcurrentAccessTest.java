package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import isthmus.core.south.mock.MockPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kernel threads that store, each in words of its own, while the process forks and its map changes: no store is lost. */
class ConcurrentAccessTest {
    private static final long BASE = 0x5000_0000L;
    private static final int THREADS = 3;
    private static final int ROUNDS = 20_000;
    private static final int FORKS = 200;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @Test
    @Timeout(60)
    void noStoreIsLost() throws InterruptedException {
        MockPlatform platform = new MockPlatform(4096);
        PhysicalMemory physical = new PhysicalMemory(platform, Long.MAX_VALUE);
        Guest guest = new Guest(platform, physical);
        guest.map(BASE, 4 * 65536, 3, MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED);
        guest.space.retain();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> store(guest.space.memory(), number));
            threads.add(thread);
            thread.start();
        }
        for (int i = 0; i < FORKS; i++) {
            guest.fork(platform).close();
            guest.space.mprotect(BASE + 3 * 65536, 4096, i % 2 == 0 ? 1 : 3);
            guest.space.munmap(guest.map(0, 65536, 3, MapFlags.MAP_PRIVATE), 65536);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertNull(failure.get());
        guest.space.release();
        guest.close();
        assertEquals(0, physical.blocksInUse());
        platform.close();
    }

    private void store(GuestMemory memory, int number) {
        try {
            for (int i = 1; i <= ROUNDS; i++) {
                long address = BASE + 8L * number + 4096L * (i % 40);
                memory.writeLong(address, i);
                assertEquals(i, memory.readLong(address));
                int round = i;
                memory.transfer(address, 8, true, piece -> piece.putLong(-round));
                assertEquals(-i, memory.readLong(address));
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }
}

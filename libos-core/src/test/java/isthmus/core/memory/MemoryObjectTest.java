package isthmus.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.memory.MemoryObject.WriteBack;
import isthmus.core.south.mock.MockPlatform;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an object that caches a file of the host writes back to it, and when. */
class MemoryObjectTest {
    private static final int BYTES = 100;

    private final byte[] host = new byte[BYTES];
    private MockPlatform platform;
    private PhysicalMemory physical;
    private MemoryObject object;

    @BeforeEach
    void start() {
        platform = new MockPlatform(4096);
        physical = new PhysicalMemory(platform, 1L << 30);
    }

    @AfterEach
    void nothingIsLeft() {
        object.release();
        assertEquals(0, physical.blocksInUse());
        platform.close();
    }

    /** As if a guest had stored through a mapping that is gone. */
    private void open(WriteBack writeBack) {
        object = new MemoryObject(physical, (offset, target) -> target.put(host), writeBack, BYTES);
        object.fill(0);
        object.setWritten(0);
    }

    private void toHost(long offset, ByteBuffer source) {
        source.get(host, (int) offset, source.remaining());
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothingIsWrittenBackInTheMiddleOfAChange() throws InterruptedException {
        open(this::toHost);
        Thread writer = new Thread(() -> object.sync(0, BYTES));
        object.inOneStep(() -> {
            host[0] = 1;
            writer.start();
            awaitWaiting(writer);
            return object.write(0, ByteBuffer.wrap(new byte[] {1}));
        });
        writer.join();
        assertEquals(1, host[0]);
        assertFalse(object.isWritten());
    }

    @Test
    void aStoreWhileItIsWrittenBackIsWrittenBackLater() {
        open((offset, source) -> {
            toHost(offset, source);
            object.setWritten(0); // by the fault of who has mapped it again
        });
        object.sync(0, BYTES);
        assertTrue(object.isWritten());
    }

    @Test
    void nobodyFinishesBeforeAWriteBackThatIsUnderWay() throws Exception {
        AtomicReference<Byte> seen = new AtomicReference<>();
        Thread other = new Thread(() -> {
            object.sync(0, BYTES);
            seen.set(host[0]);
        });
        open((offset, source) -> {
            if (other.getState() == Thread.State.NEW) {
                other.start();
                awaitWaiting(other);
            }
            toHost(offset, source);
        });
        object.write(0, ByteBuffer.wrap(new byte[] {1}));
        object.sync(0, BYTES);
        other.join();
        assertEquals((byte) 1, seen.get());
    }

    @Test
    void whatCouldNotBeWrittenBackIsWrittenBackLater() {
        open((offset, source) -> {
            throw Errno.ENOSPC.exception();
        });
        assertThrows(ErrnoException.class, () -> object.sync(0, BYTES));
        assertTrue(object.isWritten());
    }

    @Test
    void aHoleIsWrittenBack() {
        host[5] = 1;
        open(this::toHost);
        object.sync(0, BYTES);
        object.punchHole(0, 10);
        object.sync(0, BYTES);
        assertEquals(0, host[5]);
    }
}

package isthmus.linux.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.files.Credentials;
import isthmus.core.time.Clocks;
import isthmus.core.wait.Sleeper;
import isthmus.linux.ipc.IpcLimits.Limit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Limits that a conformance program cannot reach without changing them for its whole host. */
class IpcLimitsTest {
    private static final Credentials ROOT = Credentials.of(0, 0);
    private static final int PID = 7;

    private final IpcLimits limits = new IpcLimits();
    private final IpcMemory memory = new IpcMemory();
    private final Clocks clocks = Clocks.ofHost(0);
    private final Semaphores semaphores = new Semaphores(limits, memory, clocks);
    private final MessageQueues queues = new MessageQueues(limits, memory, clocks);
    private final Sleeper sleeper = new Sleeper(() -> true, () -> {});

    private static void fails(Errno wanted, Executable call) {
        assertEquals(wanted, assertThrows(ErrnoException.class, call).errno());
    }

    @Test
    void setsAndSemaphoresInAllSets() {
        limits.set(Limit.SEMMNI, 2);
        limits.set(Limit.SEMMNS, 10);
        int first = semaphores.get(0, 6, 0600, ROOT);
        fails(Errno.ENOSPC, () -> semaphores.get(0, 5, 0600, ROOT));
        semaphores.get(0, 4, 0600, ROOT);
        semaphores.remove(first, ROOT);
        semaphores.get(0, 1, 0600, ROOT);
        fails(Errno.ENOSPC, () -> semaphores.get(0, 1, 0600, ROOT));
        fails(Errno.EINVAL, () -> semaphores.ask(first, 0, Semaphores.Question.VALUE, ROOT));
    }

    @Test
    void queues() {
        limits.set(Limit.MSGMNI, 1);
        int id = queues.get(0, 0600, ROOT);
        fails(Errno.ENOSPC, () -> queues.get(0, 0600, ROOT));
        queues.remove(id, ROOT);
        assertTrue(queues.get(0, 0600, ROOT) != id);
    }

    @Test
    void theKernelsOwnMemoryIsNotTakenWithoutEnd() {
        limits.set(Limit.MSGMNB, Integer.MAX_VALUE);
        int id = queues.get(0, 0600, ROOT);
        QueuedMessage message = new QueuedMessage(1, new byte[1 << 20]);
        fails(Errno.ENOMEM, () -> {
            for (int i = 0; i < 100; i++) {
                queues.send(id, message, false, ROOT, PID, sleeper);
            }
        });
        queues.remove(id, ROOT);
        memory.charge(IpcMemory.LIMIT); // all has been given back
        memory.release(IpcMemory.LIMIT);
    }

    @Test
    void undoingGivesItsMemoryBack() {
        int id = semaphores.get(0, 3, 0600, ROOT);
        SemaphoreUndos undos = new SemaphoreUndos();
        semaphores.share(undos);
        List<SemaphoreOperation> operations = List.of(new SemaphoreOperation(1, 5, 0x1000));
        semaphores.operate(id, operations, Sleeper.FOREVER, ROOT, PID, sleeper, undos);
        semaphores.leave(undos, PID);
        assertEquals(5, semaphores.ask(id, 1, Semaphores.Question.VALUE, ROOT)); // another task shares it still
        semaphores.leave(undos, PID);
        assertEquals(0, semaphores.ask(id, 1, Semaphores.Question.VALUE, ROOT));
        semaphores.remove(id, ROOT);
        memory.charge(IpcMemory.LIMIT);
    }

    @Test
    void whatALimitTakes() {
        assertTrue(Limit.SHMMAX.takes(-1));
        assertFalse(Limit.MSGMAX.takes(-1));
        assertFalse(Limit.MQ_MSGSIZE_MAX.takes(127));
        assertTrue(Limit.MQ_MSGSIZE_MAX.takes(16 << 20));
        assertFalse(Limit.SEMMNI.takes(32_769));
    }
}

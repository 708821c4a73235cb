package isthmus.linux.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Registers;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which interrupted calls are made again (signal(7)). */
class RestartTest {
    private static final long CALL = 35, RIP = 0x5002;

    private final GuestFixture guest = new GuestFixture();
    private final Task task = guest.newTask();

    @AfterEach
    void end() {
        guest.close();
    }

    private void interrupted(Errno errno) {
        task.registers().set(Registers.RSP, GuestFixture.MEMORY + GuestFixture.MEMORY_BYTES);
        task.registers().set(Registers.RIP, RIP);
        task.registers().set(Registers.RAX, errno.result());
    }

    @ParameterizedTest
    @CsvSource({
        "ERESTARTSYS, false, -4", "ERESTARTSYS, true, 35",
        "ERESTARTNOINTR, false, 35", "ERESTARTNOINTR, true, 35",
        "ERESTARTNOHAND, false, -4", "ERESTARTNOHAND, true, -4",
        "ERESTART_RESTARTBLOCK, false, -4", "ERESTART_RESTARTBLOCK, true, -4"
    })
    void withAHandler(Errno errno, boolean saRestart, long rax) {
        int flags = SigAction.SA_RESTORER | (saRestart ? SigAction.SA_RESTART : 0);
        guest.process.signals().setAction(10, new SigAction(0x401000, flags, 0x402000, 0));
        interrupted(errno);
        task.signals().send(SigInfo.ofUser(10, 1, 1));
        task.signals().deliver(CALL);
        long gregs = task.registers().get(Registers.RDX) + 40;
        assertEquals(rax, task.memory().readLong(gregs + 8 * Registers.RAX));
        assertEquals(rax == CALL ? RIP - 2 : RIP, task.memory().readLong(gregs + 8 * Registers.RIP));
    }

    @ParameterizedTest
    @CsvSource({"ERESTARTSYS, 35", "ERESTARTNOINTR, 35", "ERESTARTNOHAND, 35", "ERESTART_RESTARTBLOCK, 219"})
    void withoutAHandler(Errno errno, long rax) {
        interrupted(errno);
        task.signals().deliver(CALL);
        assertEquals(rax, task.registers().get(Registers.RAX));
        assertEquals(RIP - 2, task.registers().get(Registers.RIP));
    }

    @Test
    void whatIsNoCallIsNotRestarted() {
        interrupted(Errno.ERESTARTSYS);
        task.signals().deliver(-1);
        assertEquals(Errno.ERESTARTSYS.result(), task.registers().get(Registers.RAX));
        assertEquals(RIP, task.registers().get(Registers.RIP));
    }

    @Test
    void restartCallGoesOnOnce() {
        task.signals().restartWith(() -> 42);
        assertEquals(42, task.signals().restartCall());
        assertEquals(
                Errno.EINTR,
                assertThrows(ErrnoException.class, () -> task.signals().restartCall())
                        .errno());
    }

    @Test
    void theOldMaskComesBackAfterTheHandler() {
        guest.process.signals().setAction(10, new SigAction(0x401000, SigAction.SA_RESTORER, 0x402000, 0));
        task.signals().setBlocked(Signal.bit(10));
        task.signals().send(SigInfo.ofUser(10, 1, 1));
        interrupted(Errno.ERESTARTNOHAND);
        task.signals().suspendMask(0);
        task.signals().deliver(130);
        assertEquals(Signal.bit(10), task.memory().readLong(task.registers().get(Registers.RDX) + 296));
        assertEquals(Signal.bit(10), task.signals().blocked(), "its own signal is blocked in the handler");
    }
}

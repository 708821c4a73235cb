package isthmus.linux.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.south.Registers;
import isthmus.linux.signal.ProcessSignals.Sent;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Limit;
import isthmus.linux.task.ResourceLimits;
import isthmus.linux.task.Task;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues, masks, who takes a signal, and what it does. */
class SignalSendTest {
    private static final int USR1 = Signal.SIGUSR1, USR2 = Signal.SIGUSR2, RT = Signal.SIGRTMIN + 2;
    private static final long HANDLER = 0x401000;

    private final GuestFixture guest = new GuestFixture();
    private final Task task = guest.newTask();
    private final TaskSignals signals = task.signals();
    private final ProcessSignals process = guest.process.signals();

    @AfterEach
    void end() {
        guest.close();
    }

    private static SigInfo user(int signo) {
        return SigInfo.ofUser(signo, 1, 2);
    }

    private void handle(int signo, int flags) {
        task.registers().set(Registers.RSP, GuestFixture.MEMORY + GuestFixture.MEMORY_BYTES);
        process.setAction(
                signo,
                new SigAction(HANDLER + signo, Integer.toUnsignedLong(flags | SigAction.SA_RESTORER), 0x402000, 0));
    }

    @Test
    void standardSignalsArePendingOnce() {
        signals.setBlocked(-1L);
        assertEquals(Sent.QUEUED, process.send(user(USR1)));
        assertEquals(Sent.DROPPED, process.send(user(USR1)));
        assertEquals(Sent.QUEUED, signals.send(user(USR1)), "the task has a queue of its own");
        assertEquals(USR1, signals.take(-1L).signo());
        assertEquals(USR1, signals.take(-1L).signo());
        assertNull(signals.take(-1L));
    }

    @Test
    void realTimeSignalsQueueInOrder() {
        signals.setBlocked(-1L);
        for (int i = 0; i < 5; i++) {
            process.send(SigInfo.ofTimer(RT, i, 0, 0));
        }
        process.send(user(RT + 1));
        process.send(user(USR2));
        assertEquals(USR2, signals.take(-1L).signo(), "the lowest number first");
        for (int i = 0; i < 5; i++) {
            assertEquals(i, signals.take(-1L).pid());
        }
        assertEquals(RT + 1, signals.take(-1L).signo());
    }

    @Test
    void faultsComeBeforeLowerNumbers() {
        signals.setBlocked(-1L);
        process.send(user(Signal.SIGHUP));
        signals.send(SigInfo.ofFault(Signal.SIGSEGV, 1, 5));
        signals.send(user(Signal.SIGINT));
        assertEquals(Signal.SIGSEGV, signals.take(-1L).signo());
        assertEquals(Signal.SIGINT, signals.take(-1L).signo());
    }

    @Test
    void whatIsIgnoredIsNotQueuedUnlessItIsBlocked() {
        assertEquals(Sent.DROPPED, process.send(user(Signal.SIGCHLD)));
        signals.setBlocked(Signal.bit(Signal.SIGCHLD));
        assertEquals(Sent.QUEUED, process.send(user(Signal.SIGCHLD)));
        process.setAction(Signal.SIGCHLD, new SigAction(SigAction.SIG_IGN, 0, 0, 0));
        assertEquals(0, process.pendingSet(), "ignoring forgets it");
    }

    @Test
    void theQueueIsLimited() {
        guest.process.limits().set(ResourceLimits.RLIMIT_SIGPENDING, new Limit(3, 3));
        signals.setBlocked(-1L);
        SigInfo queued = SigInfo.ofGuest(RT, negativeCode());
        for (int i = 0; i < 3; i++) {
            assertEquals(Sent.QUEUED, process.send(queued));
        }
        assertEquals(Sent.NO_ROOM, process.send(queued));
        assertEquals(Sent.QUEUED, process.send(user(USR1)), "kill always goes through");
        signals.take(Signal.bit(RT));
        assertEquals(3, guest.kernel.pendingSignals().count(0));
        signals.take(-1L);
        assertEquals(Sent.QUEUED, process.send(queued));
    }

    private static byte[] negativeCode() {
        byte[] raw = new byte[SigInfo.BYTES];
        raw[8] = raw[9] = raw[10] = raw[11] = -1;
        return raw;
    }

    @Test
    void aTaskThatDoesNotBlockItIsChosen() {
        handle(USR1, 0);
        Task other = guest.newTask();
        signals.setBlocked(Signal.bit(USR1));
        process.send(user(USR1));
        assertFalse(signals.mustReturn());
        assertTrue(other.signals().mustReturn());
    }

    @Test
    void whoBlocksAWaitingSignalPassesItOn() {
        handle(USR1, 0);
        Task other = guest.newTask();
        process.send(user(USR1));
        assertTrue(signals.mustReturn());
        assertFalse(other.signals().mustReturn());
        signals.setBlocked(Signal.bit(USR1));
        assertFalse(signals.mustReturn());
        assertTrue(other.signals().mustReturn());
        other.signals().setBlocked(Signal.bit(USR1));
        signals.setBlocked(0);
        assertTrue(signals.mustReturn());
        process.remove(signals);
        other.signals().setBlocked(0);
        assertTrue(other.signals().mustReturn());
    }

    @Test
    void aHandlerRunsWithItsMask() {
        handle(USR1, 0);
        signals.send(user(USR1));
        assertEquals(AfterSignals.RUN, signals.deliver(-1));
        assertEquals(HANDLER + USR1, task.registers().get(Registers.RIP));
        assertEquals(Signal.bit(USR1), signals.blocked());
        assertFalse(signals.mustReturn());
    }

    @Test
    void resetHandAndNoDefer() {
        handle(USR1, SigAction.SA_RESETHAND | SigAction.SA_NODEFER);
        signals.send(user(USR1));
        signals.deliver(-1);
        assertEquals(0, signals.blocked());
        assertTrue(process.handlers().get(USR1).isDefault());
    }

    @Test
    void handlersNest() {
        handle(USR1, 0);
        handle(USR2, 0);
        signals.send(user(USR2));
        signals.send(user(USR1));
        signals.deliver(-1);
        assertEquals(HANDLER + USR2, task.registers().get(Registers.RIP), "the last frame runs first");
        long uc = task.registers().get(Registers.RDX);
        assertEquals(HANDLER + USR1, task.memory().readLong(uc + 40 + 8 * Registers.RIP));
    }

    @Test
    void defaultActionsEndTheProcess() {
        process.send(user(Signal.SIGTERM));
        assertTrue(process.isExiting());
        assertEquals(Signal.SIGTERM, process.exitStatus());
        assertEquals(AfterSignals.EXIT, signals.deliver(-1));
    }

    @Test
    void killCannotBeBlocked() {
        signals.setBlocked(-1L);
        assertEquals(~Signal.UNBLOCKABLE, signals.blocked());
        signals.send(user(Signal.SIGKILL));
        assertEquals(AfterSignals.EXIT, signals.deliver(-1));
        assertEquals(Signal.SIGKILL, process.exitStatus());
    }

    @Test
    void aForcedSignalThatIsBlockedKills() {
        handle(Signal.SIGSEGV, 0);
        signals.setBlocked(Signal.bit(Signal.SIGSEGV));
        signals.force(SigInfo.ofFault(Signal.SIGSEGV, 1, 8));
        assertEquals(AfterSignals.EXIT, signals.deliver(-1));
        assertEquals(Signal.SIGSEGV, process.exitStatus());
    }

    @Test
    void aFrameThatFindsNoStackIsASegmentationFault() {
        handle(USR1, 0);
        task.registers().set(Registers.RSP, 64);
        signals.send(user(USR1));
        assertEquals(AfterSignals.EXIT, signals.deliver(-1));
        assertEquals(Signal.SIGSEGV, process.exitStatus());
    }

    @Test
    void timedWaitTakesWhatIsThereOrTimesOut() {
        long set = Signal.bit(USR1);
        signals.setBlocked(set);
        assertError(Errno.EAGAIN, () -> signals.await(set, false, 0));
        assertError(Errno.EAGAIN, () -> signals.await(set, true, System.nanoTime() + 2_000_000));
        signals.send(user(USR1));
        assertEquals(USR1, signals.await(set, true, Long.MAX_VALUE).signo());
        handle(USR2, 0);
        signals.send(user(USR2));
        assertError(Errno.EINTR, () -> signals.await(set, true, Long.MAX_VALUE));
        assertEquals(set, signals.blocked());
    }

    @Test
    void timedWaitIsWoken() throws InterruptedException {
        long set = Signal.bit(RT);
        signals.setBlocked(set);
        Thread sender = new Thread(() -> {
            sleep(20);
            process.send(SigInfo.ofTimer(RT, 77, 0, 0));
        });
        sender.start();
        assertEquals(77, signals.await(set, true, Long.MAX_VALUE).pid());
        sender.join();
        assertEquals(set, signals.blocked());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertError(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    @Test
    void whatAWaitingTaskLeavesWakesAnotherThatWaits() throws InterruptedException {
        Task other = guest.newTask();
        signals.setBlocked(-1L);
        other.signals().setBlocked(-1L);
        AtomicReference<SigInfo> first = new AtomicReference<>();
        AtomicReference<SigInfo> second = new AtomicReference<>();
        Thread both = waiting(signals, Signal.bit(USR1) | Signal.bit(USR2), first);
        Thread one = waiting(other.signals(), Signal.bit(USR2), second);
        synchronized (process) { // both find the leader before it can take one
            process.send(user(USR2));
            process.send(user(USR1));
        }
        both.join(5000);
        one.join(5000);
        assertEquals(USR1, first.get().signo());
        assertEquals(USR2, second.get().signo());
    }

    private static Thread waiting(TaskSignals task, long set, AtomicReference<SigInfo> found)
            throws InterruptedException {
        Thread thread = new Thread(() -> found.set(task.await(set, true, System.nanoTime() + 60_000_000_000L)));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }

    @Test
    void whoIsGoneKeepsNothingQueued() {
        int uid = task.credentials().uid();
        Task other = guest.newTask();
        signals.setBlocked(-1L);
        other.signals().setBlocked(-1L);
        process.send(user(USR1));
        assertEquals(Sent.QUEUED, other.signals().send(user(RT)));
        assertEquals(2, guest.kernel.pendingSignals().count(uid));
        process.remove(other.signals());
        assertEquals(1, guest.kernel.pendingSignals().count(uid));
        assertEquals(Sent.DROPPED, other.signals().send(user(RT)));
        process.remove(signals);
        assertEquals(0, guest.kernel.pendingSignals().count(uid));
    }
}

package isthmus.linux.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.files.Credentials;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole processes stop and go on. */
class GroupStopTest {
    private final GuestFixture guest = new GuestFixture();
    private final Task first = guest.newTask();
    private final Task second = guest.newTask();
    private final ProcessSignals process = guest.process.signals();

    @AfterEach
    void end() {
        guest.close();
    }

    /** Serves a task: delivers whenever it must return. */
    private static Thread serve(Task task, BlockingQueue<AfterSignals> ends) {
        Thread thread = new Thread(() -> {
            while (true) {
                if (task.signals().mustReturn() && task.signals().deliver(-1) == AfterSignals.EXIT) {
                    ends.add(AfterSignals.EXIT);
                    return;
                }
                Thread.onSpinWait();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 5000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(1);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void allTasksStopAndGoOnAndEnd() throws InterruptedException {
        BlockingQueue<AfterSignals> ends = new LinkedBlockingQueue<>();
        serve(first, ends);
        serve(second, ends);
        process.send(SigInfo.ofUser(Signal.SIGSTOP, 1, 1));
        await(process::isStopped);
        assertTrue(first.signals().isStopped() && second.signals().isStopped());
        assertEquals(Signal.SIGSTOP, process.stoppedBy(false));
        assertEquals(Signal.SIGSTOP, process.stoppedBy(true));
        assertEquals(0, process.stoppedBy(true));
        process.send(SigInfo.ofUser(Signal.SIGCONT, 1, 1));
        await(() -> !first.signals().isStopped() && !second.signals().isStopped());
        assertFalse(process.isStopped());
        assertTrue(process.continued(true));
        assertFalse(process.continued(true));
        process.send(SigInfo.ofUser(Signal.SIGSTOP, 1, 1));
        await(process::isStopped);
        process.send(SigInfo.ofUser(Signal.SIGKILL, 1, 1));
        assertEquals(AfterSignals.EXIT, ends.poll(5, TimeUnit.SECONDS));
        assertEquals(AfterSignals.EXIT, ends.poll(5, TimeUnit.SECONDS));
        assertEquals(Signal.SIGKILL, process.exitStatus());
    }

    @Test
    void whoLooksTooEarlyStillHearsOfTheStop() throws InterruptedException {
        BlockingQueue<AfterSignals> ends = new LinkedBlockingQueue<>();
        serve(first, ends);
        process.send(SigInfo.ofUser(Signal.SIGSTOP, 1, 1));
        await(() -> first.signals().isStopped());
        assertEquals(0, process.stoppedBy(true)); // the second task has yet to stop
        serve(second, ends);
        await(process::isStopped);
        assertEquals(Signal.SIGSTOP, process.stoppedBy(true));
        process.send(SigInfo.ofUser(Signal.SIGKILL, 1, 1));
    }

    @Test
    void stopAndContinueUndoEachOther() {
        long stops = Signal.bit(Signal.SIGTSTP);
        first.signals().setBlocked(stops | Signal.bit(Signal.SIGCONT));
        second.signals().setBlocked(stops | Signal.bit(Signal.SIGCONT));
        process.send(SigInfo.ofUser(Signal.SIGTSTP, 1, 1));
        assertEquals(stops, process.pendingSet());
        process.send(SigInfo.ofUser(Signal.SIGCONT, 1, 1));
        assertEquals(Signal.bit(Signal.SIGCONT), process.pendingSet());
        process.send(SigInfo.ofUser(Signal.SIGTSTP, 1, 1));
        assertEquals(stops, process.pendingSet());
    }

    @Test
    void permissionsAreThoseOfKill() {
        first.setCredentials(Credentials.of(1000, 1000));
        Credentials same = Credentials.of(1000, 5);
        Credentials other = Credentials.of(1001, 1000);
        GuestFixture strange = new GuestFixture();
        try (strange) {
            SignalSending.checkPermission(first, strange.process, same, Signal.SIGTERM);
            org.junit.jupiter.api.Assertions.assertThrows(
                    isthmus.core.ErrnoException.class,
                    () -> SignalSending.checkPermission(first, strange.process, other, Signal.SIGTERM));
            SignalSending.checkPermission(second, strange.process, other, Signal.SIGTERM); // root
        }
    }
}

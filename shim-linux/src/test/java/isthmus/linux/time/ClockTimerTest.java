package isthmus.linux.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.Errno;
import isthmus.core.ErrnoException;
import isthmus.core.time.Timers;
import isthmus.core.wait.Sleeper;
import isthmus.linux.signal.SigInfo;
import isthmus.linux.signal.Signal;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Timers on a clock whose hands the test turns, and those of a process. */
class ClockTimerTest {
    private final GuestFixture guest = new GuestFixture();
    private final Task task = guest.newTask();
    private final ProcessTimers timers = guest.process.timers();

    @AfterEach
    void end() {
        guest.close();
    }

    /** Looks every millisecond. */
    private static final class HandTurned implements TimerClock {
        final AtomicLong now = new AtomicLong(1000);

        @Override
        public long now() {
            return now.get();
        }

        @Override
        public long earliest(long moment) {
            return System.nanoTime() + (moment <= now.get() ? 0 : 1_000_000);
        }
    }

    private static final class Counting extends ClockTimer {
        final Semaphore runs = new Semaphore(0);

        Counting(Timers timers) {
            super(timers);
        }

        @Override
        void ranOut() {
            runs.release();
        }

        void assertRan() throws InterruptedException {
            assertTrue(runs.tryAcquire(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void onceAndAtIntervals() throws InterruptedException {
        HandTurned clock = new HandTurned();
        Counting timer = new Counting(guest.kernel.timers());
        timer.set(clock, 1100, 0);
        assertEquals(100, timer.remaining());
        clock.now.set(1100);
        timer.assertRan();
        assertEquals(0, timer.remaining());

        timer.set(clock, 1200, 50);
        clock.now.set(1330);
        timer.assertRan();
        assertEquals(20, timer.remaining());
        assertEquals(2, timer.takeNotice()); // at 1250 and 1300, too
        assertEquals(0, timer.takeNotice());
        clock.now.set(1350);
        timer.assertRan();
        assertEquals(0, timer.takeNotice());
        assertEquals(50, timer.remaining());
        timer.stop();
        assertEquals(0, timer.remaining());
        assertEquals(0, timer.interval());
    }

    @Test
    void timerFdCounts() {
        HandTurned clock = new HandTurned();
        TimerFd file = new TimerFd(guest.kernel.anonInode(), guest.kernel.timers(), clock, 1, 0);
        assertError(Errno.EAGAIN, () -> read(file));
        file.set(10, 10, 0);
        clock.now.set(1055);
        while (file.poll() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(5, read(file));
        assertError(Errno.EAGAIN, () -> read(file));
        assertEquals(5, file.get().remaining());
        file.set(900, 0, TimerFd.TFD_TIMER_ABSTIME);
        while (file.poll() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, read(file));
        assertError(Errno.EINVAL, () -> file.read(ByteBuffer.allocate(7)));
        file.release();
    }

    private static long read(TimerFd file) {
        ByteBuffer target = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(8, file.read(target));
        return target.getLong(0);
    }

    @Test
    void alarmsSendSignals() {
        task.signals().setBlocked(-1L);
        timers.set(ProcessTimers.ITIMER_REAL, new ProcessTimers.Setting(1_000_000, 2_000_000));
        for (int i = 0; i < 3; i++) {
            SigInfo info = task.signals().await(Signal.bit(Signal.SIGALRM), true, Sleeper.FOREVER);
            assertEquals(SigInfo.SI_KERNEL, info.code());
        }
        ProcessTimers.Setting old = timers.set(ProcessTimers.ITIMER_REAL, new ProcessTimers.Setting(0, 0));
        assertEquals(2_000_000, old.interval());
        assertTrue(old.remaining() > 0 && old.remaining() <= 2_000_000);
        assertError(Errno.EINVAL, () -> timers.get(3));
    }

    @Test
    void overrunsAreCountedUntilTheSignalIsTaken() throws InterruptedException {
        int signo = Signal.SIGRTMIN + 3;
        task.signals().setBlocked(-1L);
        TimerClock clock = TimerClock.monotonic(guest.kernel.clocks());
        int id = timers.create(clock, ProcessTimers.SIGEV_SIGNAL, signo, 99L, null);
        timers.setPosix(id, new ProcessTimers.Setting(1_000_000, 1_000_000), false);
        Thread.sleep(20);
        SigInfo info = task.signals().await(Signal.bit(signo), true, Sleeper.FOREVER);
        assertEquals(99, info.value());
        assertEquals(id, info.pid());
        assertTrue(info.uid() >= 10, "overruns: " + info.uid());
        assertEquals(info.uid(), timers.overrun(id));
        timers.delete(id);
        assertError(Errno.EINVAL, () -> timers.getPosix(id));
        assertEquals(id + 1, timers.create(clock, ProcessTimers.SIGEV_NONE, 0, null, null));
        timers.resetForExec();
        assertError(Errno.EINVAL, () -> timers.getPosix(id + 1));
    }

    private static void assertError(Errno errno, org.junit.jupiter.api.function.Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    @Test
    void whatItHasBegunIsDoneOnceItIsUnset() throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        AtomicBoolean done = new AtomicBoolean();
        ClockTimer timer = new ClockTimer(guest.kernel.timers()) {
            @Override
            void ranOut() {
                begun.release();
                goOn.acquireUninterruptibly();
                done.set(true);
            }
        };
        timer.set(new HandTurned(), 1000, 0);
        begun.acquire();
        AtomicBoolean seen = new AtomicBoolean();
        Thread stopper = new Thread(() -> {
            timer.stop();
            seen.set(done.get());
        });
        stopper.start();
        while (stopper.getState() != Thread.State.WAITING && stopper.isAlive()) {
            Thread.sleep(1);
        }
        goOn.release();
        stopper.join(5000);
        assertTrue(seen.get());
    }
}

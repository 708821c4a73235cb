package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a stub process does besides running code: its life, its threads, its map while others run. */
class StubProcessOnWindows extends GuestCode {
    private StubProcess stub() {
        return ((WindowsGuestProcess) process).stub;
    }

    private void loadCall() {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        call(a);
        a.jmp(loop);
        load(a);
    }

    @Test
    void aThreadOnItsWayToTheGuestCountsAsRunning() {
        loadCall();
        WindowsGuestThread first = (WindowsGuestThread) thread;
        assertFalse(stub().runsGuestCode());
        ((WindowsGuestProcess) process).beforeResume(first); // as its first step in resume()
        assertTrue(stub().runsGuestCode(), "so nobody changes the map as if it stood still");
        assertEquals(GuestEvent.SYSTEM_CALL, first.resume());
        assertFalse(stub().runsGuestCode());
    }

    /** Views are mapped with all rights at first: nobody sees them so. */
    @Test
    void nobodyWritesWhereItIsForbiddenWhileTheMapChanges() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        a.store(Register.RDI, 0, Register.RAX);
        a.ud2();
        load(a);
        WindowsGuestThread writer = (WindowsGuestThread) process.newThread();
        long page = 0x20_0000_0000L;
        process.map(page, segment, 0x300000, 0x10000, Protection.READ);
        start(writer);
        writer.registers().set(Registers.RDI, page);
        Assembler other = new Assembler(CODE + 0x1000);
        Label again = other.here("again");
        call(other);
        other.jmp(again);
        segment.buffer().put(0x1000, other.finish());
        boolean[] done = {false};
        Thread changer = new Thread(() -> {
            thread.registers().set(Registers.RIP, CODE + 0x1000);
            for (int i = 0; i < 500; i++) {
                process.map(page, segment, i % 2 == 0 ? 0x310000 : 0x300000, 0x10000, Protection.READ);
                thread.resume();
            }
            done[0] = true;
        });
        changer.start();
        while (changer.isAlive()) {
            assertEquals(GuestEvent.FAULT, writer.resume());
            assertEquals(11, writer.fault().signal());
            assertEquals(page, writer.fault().address());
        }
        changer.join();
        assertTrue(done[0]);
    }

    /** A thread that has been halted does nothing more, however soon it is looked at. */
    @Test
    void aThreadThatStandsStillDoesNothing() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RBX, DATA);
        Label loop = a.here("loop");
        a.inc(Register.RAX);
        a.store(Register.RBX, 0, Register.RAX);
        a.jmp(loop);
        load(a);
        Thread server = new Thread(thread::resume);
        server.start();
        while (segment.buffer().getLong(0x100000) == 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 200; i++) {
            assertTrue(((WindowsGuestThread) thread).halt());
            long before = segment.buffer().getLong(0x100000);
            for (int k = 0; k < 1000; k++) {
                Thread.onSpinWait();
            }
            assertEquals(before, segment.buffer().getLong(0x100000));
            ((WindowsGuestThread) thread).goOn();
        }
        thread.interrupt();
        server.join();
    }

    @Test
    void whoWasKilledIsNotUsedAgain() {
        loadCall();
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        StubProcess killed = stub();
        thread.close();
        assertTrue(killed.isReusable());
        killed.kill();
        assertFalse(killed.isReusable(), "though Windows may not have ended it yet");
        process.close();
        assertNotSame(killed, ((WindowsGuestProcess) platform.spawn()).stub);
    }

    /** Threads of the kernel that are late find it gone, and touch no handle that may belong to something else by now. */
    @Test
    void whoComesLateFindsItGone() {
        loadCall();
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        GuestThread parked = process.newThread();
        parked.close();
        platform.close();
        process.map(DATA, segment, 0x300000, 0x10000, RW);
        process.flush();
        stub().kill();
        thread.interrupt();
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.cpuTimeNanos() >= 0);
        process.newThread(); // the one that is kept
        assertThrows(HostException.class, process::newThread);
    }

    @Test
    void whatDoesNotStartIsNotWaitedForForEver() {
        Section section = new Section(SlotLayout.SLOT_BYTES);
        assertEquals(0, section.commit(0, SlotLayout.SLOT_BYTES));
        Slot silent = new Slot(section.buffer, section.address, 0);
        Events events = new Events();
        long start = System.nanoTime();
        HostException late = assertThrows(
                HostException.class, () -> StubProcess.awaitReady(stub().host, silent, events, 200_000_000L));
        assertTrue(late.getMessage().contains("not started"), late.getMessage());
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        events.close();
        section.release();
        assertEquals(Kernel32.NO_DIALOGS, Kernel32.GetErrorMode() & Kernel32.NO_DIALOGS);
    }

    @Test
    void startsThatFailLeaveNothing() throws InterruptedException {
        String nothing = platform.program() + ".missing";
        failToStart(nothing, 3);
        failToStart(platform.program(), 3);
        int before = settledHandles();
        failToStart(nothing, 20);
        failToStart(platform.program(), 20);
        int after = settledHandles();
        assertTrue(after < before + 10, before + " handles before, " + after + " after");
    }

    private void failToStart(String program, int times) {
        for (int i = 0; i < times; i++) {
            assertThrows(
                    HostException.class,
                    () -> new HostProcess(
                            program,
                            platform.confinement()::create,
                            made -> {
                                throw new HostException("not prepared");
                            },
                            new Nobody(),
                            HostProcess.START_SECONDS));
        }
    }

    private static class Nobody implements HostProcess.Listener {
        @Override
        public boolean raised(int number, int exception, long at, long kind, long address) {
            return false;
        }

        @Override
        public void endsByItself(int status) {}

        @Override
        public void ended() {}
    }

    /** Whoever gave it up has closed what it would have been given: nobody uses that, and it ends. */
    @Test
    void whatWindowsMakesTooLateIsNotPrepared() throws InterruptedException {
        AtomicInteger prepared = new AtomicInteger();
        AtomicLong late = new AtomicLong();
        HostException refusal = assertThrows(
                HostException.class,
                () -> new HostProcess(
                        platform.program(),
                        (program, line, flags, environment, made) -> {
                            sleep(2500);
                            int done = platform.confinement().create(program, line, flags, environment, made);
                            late.set(made.getInt(16));
                            return done;
                        },
                        process -> prepared.incrementAndGet(),
                        new Nobody(),
                        1));
        assertTrue(refusal.getMessage().contains("in 1 s"), refusal.getMessage());
        assertFalse(refusal instanceof RefusedStart, "it is no reason to confine less");
        for (int i = 0; i < 100 && (late.get() == 0 || isThere(late.get())); i++) {
            Thread.sleep(100);
        }
        assertTrue(late.get() != 0);
        assertFalse(isThere(late.get()), "it ends");
        assertEquals(0, prepared.get());
    }

    private static boolean isThere(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** As where a driver does not let a process go. */
    @Test
    void anEndThatDoesNotComeIsNotWaitedForForEver() {
        CountDownLatch ends = new CountDownLatch(1);
        HostProcess made = new HostProcess(
                platform.program(),
                platform.confinement()::create,
                process -> {},
                new Nobody() {
                    @Override
                    public void ended() {
                        try {
                            ends.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                },
                HostProcess.START_SECONDS);
        made.kill();
        assertFalse(made.awaitEnd(300));
        ends.countDown();
        assertTrue(made.awaitEnd());
        Nt.NtClose(made.firstThreadHandle());
        made.close();
    }

    @Test
    void whatFailsFirstIsTold() {
        HostException cause = new HostException("cause");
        RuntimeException next = new IllegalStateException("while it was undone");
        StubProcess.after(cause, () -> {
            throw next;
        });
        assertEquals(List.of(next), List.of(cause.getSuppressed()));
    }

    /** The handles of this process, once the pool has done its work. */
    private static int settledHandles() throws InterruptedException {
        int last = -1;
        for (int now = handles(); now != last; now = handles()) {
            last = now;
            Thread.sleep(1000);
        }
        return last;
    }

    private static int handles() {
        int[] count = new int[1];
        Function.getFunction("kernel32", "GetProcessHandleCount").invokeInt(new Object[] {Nt.THIS_PROCESS, count});
        return count[0];
    }

    /** While a thread is made Windows is kept from the guest's addresses; they are given back also where that cannot be done. */
    @Test
    void aThreadThatCannotBeMadeTakesNoAddresses() {
        loadCall();
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        long[] inTheWay = {Layout.HOLE - 0x10000};
        int reserved = Nt.NtAllocateVirtualMemory(
                stub().handle(), inTheWay, 0, new long[] {0x10000}, Nt.MEM_RESERVE, Nt.PAGE_NOACCESS);
        assertEquals(0, reserved);
        assertThrows(HostException.class, process::newThread);
        assertEquals(0, Nt.NtFreeVirtualMemory(stub().handle(), inTheWay, new long[] {0}, Nt.MEM_RELEASE));
        process.map(CODE + 0x50000, segment, 0x300000, 0x10000, RW); // where it was kept
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        GuestThread second = process.newThread();
        start(second);
        assertEquals(GuestEvent.SYSTEM_CALL, second.resume());
    }

    /** As where Isthmus is in a job of another program. */
    @Test
    void aJobWithoutLimitsOnTheDesktopHoldsAProcess() {
        assertTrue(stub().host.isLimitedOnDesktop());
        try (Memory program = HostProcess.wide(platform.program());
                Memory line = HostProcess.wide("isthmus-guest");
                Memory environment = new Memory(4);
                Memory made = new Memory(24)) {
            environment.clear();
            int flags = Kernel32.CREATE_SUSPENDED | Kernel32.DETACHED_PROCESS | Kernel32.CREATE_UNICODE_ENVIRONMENT;
            assertTrue(platform.confinement().create(program, line, flags, environment, made) != 0);
            long free = made.getLong(0);
            Job job = Job.of(free, false);
            assertFalse(job.limitsDesktop);
            assertTrue(Confinement.isInJob(free));
            job.close();
            long[] tenSeconds = {-100_000_000L};
            assertEquals(
                    0, Nt.NtWaitForMultipleObjects(1, new long[] {free}, Nt.WAIT_ANY, (byte) 0, tenSeconds), "it ends");
            Nt.NtClose(made.getLong(8));
            Nt.NtClose(free);
        }
    }
}

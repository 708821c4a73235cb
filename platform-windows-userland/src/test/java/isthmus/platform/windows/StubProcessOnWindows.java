package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.handoff.Slot;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.HostException;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stub process does besides running code: its life, its threads, its map while others run. */
class StubProcessOnWindows extends GuestCode {
    private StubProcess stub() {
        return ((WindowsGuestProcess) process).stub;
    }

    /** A guest that does nothing but run, as it does when this returns; the thread that serves it says how that ended. */
    private Thread serveLoop(GuestEvent[] event) {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        a.jmp(loop);
        load(a);
        Thread server = new Thread(() -> event[0] = thread.resume());
        server.start();
        while (!stub().runsGuestCode()) {
            Thread.onSpinWait();
        }
        return server;
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
        platform.pool().awaitFull();
        int before = handles();
        failToStart(nothing, 20);
        failToStart(platform.program(), 20);
        int after = handles();
        assertTrue(after < before + 10, before + " handles before, " + after + " after");
    }

    private void failToStart(String program, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            AtomicReference<Thread> pump = new AtomicReference<>();
            assertThrows(
                    HostException.class,
                    () -> new HostProcess(
                            program,
                            (file, line, flags, environment, made) -> {
                                pump.set(Thread.currentThread());
                                return platform.confinement().create(file, line, flags, environment, made);
                            },
                            made -> {
                                throw new HostException("not prepared");
                            },
                            new Nobody(),
                            HostProcess.START_SECONDS));
            pump.get().join();
        }
    }

    /** The host has too little for another process, and then has. */
    @Test
    void whatTheHostLacksForAMomentIsWaitedFor() {
        AtomicInteger tries = new AtomicInteger();
        HostProcess made = new HostProcess(
                platform.program(),
                (file, line, flags, environment, information) -> {
                    if (tries.incrementAndGet() < 3) {
                        Native.setLastError(1455); // ERROR_COMMITMENT_LIMIT
                        return 0;
                    }
                    return platform.confinement().create(file, line, flags, environment, information);
                },
                process -> {},
                new Nobody(),
                HostProcess.START_SECONDS);
        assertEquals(3, tries.get());
        end(made);
    }

    private static void end(HostProcess made) {
        assertTrue(made.awaitEnd());
        Nt.NtClose(made.firstThreadHandle());
        made.close(HostProcess.END_MILLIS);
    }

    @Test
    void whatTheHostLacksForLongerLeadsToNoLessConfinement() {
        HostException refusal = assertThrows(
                HostException.class,
                () -> new HostProcess(
                        platform.program(),
                        (file, line, flags, environment, information) -> {
                            Native.setLastError(8); // ERROR_NOT_ENOUGH_MEMORY
                            return 0;
                        },
                        process -> {},
                        new Nobody(),
                        HostProcess.START_SECONDS));
        assertFalse(refusal instanceof RefusedStart, "it is no reason to confine less");
        assertTrue(refusal.getMessage().contains("error 8"), refusal.getMessage());
    }

    /** As when a guest has hidden its threads from the debugger: the process ends, and the pump hears of nothing. */
    @Test
    void anEndThatTheDebuggerDoesNotHearIsSeen() throws InterruptedException {
        GuestEvent[] event = {null};
        Thread server = serveLoop(event);
        hide(stub().host);
        assertEquals(0, Nt.NtTerminateProcess(stub().handle(), 77));
        server.join(10_000);
        assertFalse(server.isAlive(), "its kernel thread waits no longer");
        assertEquals(GuestEvent.GONE, event[0]);
        assertTrue(thread.whyGone().contains("ended by itself, with status 4d"), thread.whyGone());
        assertEquals(77, stub().host.status());
        assertTrue(stub().host.awaitEnd(), "neither does its debugger");
    }

    /** Its debugger hears of it no more. */
    private static void hide(HostProcess host) {
        int status = Function.getFunction("ntdll", "NtRemoveProcessDebug")
                .invokeInt(new Object[] {host.handle(), host.debugObject()});
        assertEquals(0, status);
    }

    /** An end that Windows does not tell of, as the one who is to hear it is busy: what is given back then stays, and is given back later. */
    @Test
    void whatDoesNotEndInTimeIsEndedLater() throws InterruptedException {
        CountDownLatch goesOn = new CountDownLatch(1);
        List<String> said = new CopyOnWriteArrayList<>();
        WindowsPlatform busy = new WindowsPlatform(line -> {
            said.add(line);
            if (line.contains("ended by itself")) {
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        GuestProcess guest = busy.spawn();
        assertEquals(0, Nt.NtTerminateProcess(((WindowsGuestProcess) guest).stub.handle(), 5));
        while (said.isEmpty()) {
            Thread.sleep(10);
        }
        busy.mostToEnd = 300;
        guest.close();
        while (said.size() < 2) {
            Thread.sleep(10);
        }
        assertTrue(said.get(1).contains("has not ended a guest's process"), said.toString());
        busy.mostToEnd = HostProcess.END_MILLIS;
        goesOn.countDown();
        busy.close();
        guest.newThread(); // the one that is kept
        HostException gone = assertThrows(HostException.class, guest::newThread);
        assertEquals("The run has ended.", gone.getMessage(), "it was discarded");
        assertEquals(2, said.size(), said.toString());
    }

    /** It is none of the guest's doing that it stands still while the map changes, however long Windows takes for that. */
    @Test
    void patienceDoesNotEndWhileAThreadIsKeptFromRunning() throws InterruptedException {
        GuestEvent[] event = {null};
        Thread server = serveLoop(event);
        assertTrue(((WindowsGuestThread) thread).halt());
        thread.interrupt();
        sleep(12_000); // a guest that runs has ten seconds to stop
        assertTrue(server.isAlive());
        ((WindowsGuestThread) thread).goOn();
        server.join();
        assertEquals(GuestEvent.INTERRUPTED, event[0]);
    }

    /** Nobody else waits meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aThreadWhoseRegistersTheHostDoesNotTellEndsItsProcess(boolean isToStop) throws InterruptedException {
        WindowsGuestThread guest = (WindowsGuestThread) thread;
        GuestEvent[] event = {null};
        Thread server = serveLoop(event);
        guest.contextLock.lock();
        try {
            guest.asked.incrementAndGet();
            Thread other = new Thread(() -> {
                guest.cpuTimeNanos();
                if (isToStop) {
                    guest.interrupt();
                }
            });
            other.start();
            other.join(9000);
            assertFalse(other.isAlive());
            while (stub().isUsable()) {
                sleep(100);
            }
            guest.asked.incrementAndGet(); // the host answers when the thread ends
        } finally {
            guest.contextLock.unlock();
        }
        server.join();
        assertEquals(GuestEvent.GONE, event[0]);
        String why = stub().whyGone(); // who was asked to stop has as much time for that
        assertTrue(why.contains("registers") || isToStop && why.contains("did not stop"), why);
    }

    /** Whatever it does instead: here nothing at all. */
    @Test
    void aProcessIsEndedThoughItDoesNotObey() throws InterruptedException {
        GuestEvent[] event = {null};
        Thread server = serveLoop(event);
        assertTrue(((WindowsGuestThread) thread).halt());
        process.kill();
        server.join(9000);
        assertFalse(server.isAlive());
        assertEquals(GuestEvent.GONE, event[0]);
    }

    /** A refusal names what was refused, and where. */
    @Test
    void aChangeThatWindowsRefusesIsNamed() {
        loadCall();
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        long[] inTheWay = {0x30_0000_0000L};
        int reserved = Nt.NtAllocateVirtualMemory(
                stub().handle(), inTheWay, 0, new long[] {0x10000}, Nt.MEM_RESERVE, Nt.PAGE_NOACCESS);
        assertEquals(0, reserved);
        process.map(0x20_0000_0000L, segment, 0x300000, 0x10000, RW);
        process.map(0x30_0000_0000L, segment, 0x310000, 0x10000, RW);
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.whyGone().contains("map memory of a guest at 3000000000"), thread.whyGone());
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
        AtomicReference<Thread> pump = new AtomicReference<>();
        HostException refusal = assertThrows(
                HostException.class,
                () -> new HostProcess(
                        platform.program(),
                        (program, line, flags, environment, made) -> {
                            pump.set(Thread.currentThread());
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
        pump.get().join();
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
        end(made);
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

    private static int handles() {
        return HandleTypes.count(ProcessHandle.current().pid());
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
        long number = stub().host.id();
        int handles = HandleTypes.count(number);
        assertThrows(HostException.class, process::newThread);
        assertEquals(handles, HandleTypes.count(number), "handles of events");
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

package isthmus.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.handoff.SlotLayout;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestProcess;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import isthmus.core.south.SharedSegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Small pieces of guest code in a real stub. */
class HandOffTest {
    private static final long CODE = 0x400000;
    private static final int SIGSTOP = 19, SIGCONT = 18;
    private LinuxPlatform platform;
    private GuestProcess process;
    private GuestThread thread;
    private SharedSegment segment;

    @BeforeEach
    void open() {
        platform = new LinuxPlatform(System.err::println);
        process = platform.spawn();
        thread = process.newThread();
        segment = platform.allocateSegment();
    }

    @AfterEach
    void close() {
        process.close();
        platform.close();
    }

    private void load(Assembler code) {
        byte[] bytes = code.finish();
        segment.buffer().put(0, bytes);
        process.map(CODE, segment, 0, 0x10000, Protection.READ | Protection.EXEC);
        process.map(CODE + 0x100000, segment, 0x100000, 0x10000, Protection.READ | Protection.WRITE);
        thread.registers().set(Registers.RIP, CODE);
        thread.registers().set(Registers.RSP, CODE + 0x110000);
    }

    @Test
    void aSystemCallIsTrappedAndAnswered() {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RAX, 39);
        a.mov(Register.R10, 77);
        a.syscall();
        a.mov(Register.RDI, Register.RAX);
        a.mov(Register.RAX, 60);
        a.syscall();
        load(a);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        assertEquals(39, thread.registers().get(Registers.RAX));
        assertEquals(77, thread.registers().get(Registers.R10));
        assertEquals(thread.registers().get(Registers.RIP) - 2, thread.trapSite());
        thread.registers().set(Registers.RAX, 4242);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        assertEquals(60, thread.registers().get(Registers.RAX));
        assertEquals(4242, thread.registers().get(Registers.RDI));
    }

    @Test
    void aPatchedSiteComesWithoutATrapAndKeepsEveryRegister() {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        Label back = new Label("back");
        a.mov(Register.RAX, 39);
        a.movLabel(Register.RCX, back);
        a.mov(Register.R11, platform.systemCallEntry());
        a.jmp(Register.R11);
        a.bind(back);
        a.jmp(loop);
        load(a);
        for (int r = Registers.R8; r <= Registers.RDX; r++) {
            if (r != Registers.R11) {
                thread.registers().set(r, 1000 + r);
            }
        }
        for (int i = 0; i < 20_000; i++) {
            assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
            assertEquals(39, thread.registers().get(Registers.RAX));
            thread.registers().set(Registers.RAX, i);
        }
        assertEquals(0, thread.trapSite());
        for (int r = Registers.R8; r <= Registers.RDX; r++) {
            if (r != Registers.R11) {
                assertEquals(1000 + r, thread.registers().get(r), "register " + r);
            }
        }
        assertEquals(CODE + 0x110000, thread.registers().get(Registers.RSP));
    }

    @Test
    void aFaultHasItsAddress() {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RBX, 0x123456000L);
        a.store(Register.RBX, 8, Register.RAX);
        a.int3();
        load(a);
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(0x123456008L, thread.fault().address());
        assertEquals(Protection.WRITE, thread.fault().access());
        assertEquals(11, thread.fault().signal());
        process.map(0x123456000L, segment, 0x200000, 4096, Protection.READ | Protection.WRITE);
        process.flush();
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(5, thread.fault().signal(), "runs on to the breakpoint");
    }

    @Test
    void aSpinningGuestIsInterrupted() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        a.inc(Register.RBX);
        a.jmp(loop);
        load(a);
        for (int i = 0; i < 200; i++) {
            Thread other = new Thread(() -> {
                long until = System.nanoTime() + 200_000;
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                thread.interrupt();
            });
            other.start();
            assertEquals(GuestEvent.INTERRUPTED, thread.resume());
            other.join();
        }
        assertTrue(thread.registers().get(Registers.RBX) > 0);
    }

    @Test
    void extendedStateIsReadAndWritten() {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        Label back = new Label("back");
        a.movLabel(Register.RCX, back);
        a.mov(Register.R11, platform.systemCallEntry());
        a.jmp(Register.R11);
        a.bind(back);
        a.jmp(loop);
        load(a);
        byte[] state = new byte[thread.extendedStateBytes()];
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        thread.readExtendedState(state);
        state[512] |= 2; // SSE in use
        state[160] = 99; // the first byte of xmm0
        assertTrue(thread.writeExtendedState(state));
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        byte[] again = new byte[state.length];
        thread.readExtendedState(again);
        assertEquals(99, again[160]);
        state[520] = 1; // a reserved field
        assertTrue(!thread.writeExtendedState(state));
    }

    @Test
    void aGuestThatJumpsIntoTheStubGoesNowhere() {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RAX, 57);
        a.mov(Register.R11, Layout.CODE + 0x20);
        a.jmp(Register.R11);
        load(a);
        GuestEvent event = thread.resume();
        assertTrue(
                event == GuestEvent.GONE || event == GuestEvent.FAULT || event == GuestEvent.SYSTEM_CALL,
                event.toString());
    }

    @Test
    void aGuestThatTheHostEndsIsGoneAndSaysSo() {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        a.inc(Register.RBX);
        a.jmp(loop);
        load(a);
        int pid = ((LinuxGuestThread) thread).stub.pid;
        ProcessHandle host = ProcessHandle.of(pid).orElseThrow();
        assertTrue(host.destroyForcibly());
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.whyGone().contains("process " + pid), thread.whyGone());
    }

    @Test
    void aGuestIsToldWhyTheEngineEndedIt() {
        Assembler a = new Assembler(CODE);
        a.mov(Register.RAX, 39);
        a.syscall();
        load(a);
        assertEquals(GuestEvent.SYSTEM_CALL, thread.resume());
        // as the guest may leave it, which has the slot mapped
        assertEquals(GuestEvent.GONE, ((LinuxGuestThread) thread).hostEvent(1234, SlotLayout.RUN_FULL));
        assertEquals(GuestEvent.GONE, thread.resume());
        assertTrue(thread.whyGone().contains("4d2"), thread.whyGone());
        ((LinuxGuestThread) thread).stub.kill("another reason");
        assertTrue(thread.whyGone().contains("4d2"), "the first reason is the one");
    }

    /** As by a person's SIGSTOP, or a debugger: longer than a guest may take that runs and is asked to stop. */
    @Test
    void aGuestThatTheHostHoldsIsNotToBlame() throws InterruptedException {
        Assembler a = new Assembler(CODE);
        Label loop = a.here("loop");
        a.inc(Register.RBX);
        a.jmp(loop);
        load(a);
        LinuxGuestThread guest = (LinuxGuestThread) thread;
        assertTrue(guest.mayRun());
        Thread other = new Thread(() -> {
            Libc.kill(guest.stub.pid, SIGSTOP);
            while (guest.mayRun()) {
                Thread.onSpinWait();
            }
            guest.interrupt();
            try {
                Thread.sleep(12_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                Libc.kill(guest.stub.pid, SIGCONT);
            }
        });
        other.start();
        assertEquals(GuestEvent.INTERRUPTED, thread.resume());
        other.join();
        assertTrue(guest.mayRun());
    }
}

package isthmus.linux.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.memory.GuestMemory;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Registers;
import isthmus.linux.task.GuestFixture;
import isthmus.linux.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signal frames against what a C program saw in its handlers on Linux 6.18. */
class SignalFrameTest {
    private static final long TOP = GuestFixture.MEMORY + GuestFixture.MEMORY_BYTES;
    private static final long HANDLER = 0x401000, RESTORER = 0x402000, MASK = 0x1234;

    private final GuestFixture guest = new GuestFixture();
    private Task task;
    private GuestMemory memory;
    private SignalFrame frames;

    @BeforeEach
    void start() {
        task = guest.newTask();
        memory = task.memory();
        frames = new SignalFrame(task, task.signals());
        for (int i = 0; i < Registers.COUNT; i++) {
            task.registers().set(i, 0x1000 + i);
        }
        task.registers().set(Registers.RSP, TOP - 64);
        task.registers().set(Registers.RFLAGS, 0x202 | 0x400 | 0x100);
    }

    @AfterEach
    void end() {
        guest.close();
    }

    private static SigAction action(int flags) {
        return new SigAction(HANDLER, Integer.toUnsignedLong(flags | SigAction.SA_RESTORER), RESTORER, 0);
    }

    private boolean push(int flags) {
        return frames.push(SigInfo.ofThreadKill(10, 7, 8), action(flags), MASK);
    }

    @Test
    void layoutIsLinuxs() {
        task.thread().writeExtendedState(pattern());
        assertTrue(push(SigAction.SA_SIGINFO));
        Registers registers = task.registers();
        long frame = registers.get(Registers.RSP);
        assertEquals(0, (frame + 8) % 16);
        assertEquals(HANDLER, registers.get(Registers.RIP));
        assertEquals(10, registers.get(Registers.RDI));
        assertEquals(frame + 8 + 304, registers.get(Registers.RSI));
        assertEquals(frame + 8, registers.get(Registers.RDX));
        assertEquals(0, registers.get(Registers.RAX));
        assertEquals(0x202, registers.get(Registers.RFLAGS));

        assertEquals(RESTORER, memory.readLong(frame));
        long uc = frame + 8;
        assertEquals(7, memory.readLong(uc)); // uc_flags
        assertEquals(0, memory.readLong(uc + 8)); // uc_link
        assertEquals(0x1000 + Registers.R8, memory.readLong(uc + 40));
        assertEquals(TOP - 64, memory.readLong(uc + 40 + 8 * 15)); // REG_RSP
        assertEquals(0x702, memory.readLong(uc + 40 + 8 * 17)); // REG_EFL
        assertEquals(0x2b000000000033L, memory.readLong(uc + 40 + 8 * 18)); // REG_CSGSFS
        assertEquals(MASK, memory.readLong(uc + 296)); // uc_sigmask
        assertEquals(10, memory.readInt(frame + 312));
        assertEquals(-6, memory.readInt(frame + 312 + 8));

        long fp = memory.readLong(uc + 40 + 8 * 23); // fpregs
        assertEquals(0, fp % 64);
        int bytes = task.thread().extendedStateBytes();
        assertTrue(fp + bytes + 4 <= TOP - 64 - 128, "the red zone is untouched");
        assertTrue(fp - frame >= 448 && fp - frame < 464);
        assertEquals(0x46505853, memory.readInt(fp + 464));
        assertEquals(bytes + 4, memory.readInt(fp + 468));
        assertEquals(3, memory.readLong(fp + 472));
        assertEquals(bytes, memory.readInt(fp + 480));
        assertEquals(0x46505845, memory.readInt(fp + bytes));
    }

    @Test
    void theHandlerStartsWithAFreshFloatingPointState() {
        task.thread().writeExtendedState(pattern());
        push(0);
        byte[] state = state(task.thread());
        assertEquals(0x7f, state[0]);
        assertEquals(0x03, state[1]);
        assertEquals((byte) 0x80, state[24]);
        assertEquals(0x1f, state[25]);
        assertEquals(0, state[200]);
        assertEquals(0, state[512]);
    }

    @Test
    void sigreturnBringsEverythingBack() {
        task.thread().writeExtendedState(pattern());
        long[] before = new long[Registers.COUNT];
        task.registers().copyTo(before);
        push(SigAction.SA_SIGINFO);
        for (int i = 0; i < Registers.RSP; i++) {
            task.registers().set(i, -1);
        }
        task.registers().set(Registers.RSP, task.registers().get(Registers.RSP) + 8); // the handler's ret
        assertTrue(frames.pop());
        long[] after = new long[Registers.COUNT];
        task.registers().copyTo(after);
        assertArrayEquals(before, after);
        assertEquals(MASK & ~Signal.UNBLOCKABLE, task.signals().blocked());
        byte[] state = state(task.thread());
        assertEquals(pattern()[200], state[200]);
    }

    @Test
    void aHandlerMayChangeOnlySomeFlags() {
        push(0);
        long uc = task.registers().get(Registers.RDX);
        memory.writeLong(uc + 40 + 8 * 17, -1);
        task.registers().set(Registers.RFLAGS, 0x202);
        task.registers().set(Registers.RSP, uc);
        assertTrue(frames.pop());
        assertEquals(0x202 | 0x50dd5, task.registers().get(Registers.RFLAGS));
    }

    @Test
    void badFramesAreRefused() {
        push(0);
        long uc = task.registers().get(Registers.RDX);
        task.registers().set(Registers.RSP, uc);
        memory.writeShort(uc + 40 + 8 * 18, (short) 0x23); // 32-bit code
        assertFalse(frames.pop());
        task.registers().set(Registers.RSP, 0x10);
        assertFalse(frames.pop());
    }

    @Test
    void aStackThatIsNotThereIsRefused() {
        task.registers().set(Registers.RSP, GuestFixture.MEMORY + 300);
        assertFalse(push(0));
        assertEquals(GuestFixture.MEMORY + 300, task.registers().get(Registers.RSP));
        task.registers().set(Registers.RSP, TOP);
        assertFalse(frames.push(SigInfo.ofKernel(10), new SigAction(HANDLER, 0, 0, 0), 0), "no restorer");
    }

    @Test
    void theAlternateStackIsUsedOnce() {
        long base = GuestFixture.MEMORY;
        task.signals().changeAltStack(new AltStack(base, 0, 0x4000), TOP);
        assertTrue(push(SigAction.SA_ONSTACK));
        long first = task.registers().get(Registers.RSP);
        assertTrue(first > base && first < base + 0x4000);
        long uc = first + 8;
        assertEquals(base, memory.readLong(uc + 16));
        assertEquals(0, memory.readInt(uc + 24));
        assertEquals(0x4000, memory.readLong(uc + 32));
        assertTrue(push(SigAction.SA_ONSTACK));
        assertTrue(task.registers().get(Registers.RSP) < first, "nested frames go on below");
        while (push(SigAction.SA_ONSTACK)) {
            assertTrue(task.registers().get(Registers.RSP) > base);
        }
    }

    @Test
    void autodisarmForgetsTheStackUntilTheReturn() {
        AltStack stack = new AltStack(GuestFixture.MEMORY, AltStack.SS_AUTODISARM, 0x4000);
        task.signals().changeAltStack(stack, TOP);
        assertTrue(push(SigAction.SA_ONSTACK));
        assertEquals(AltStack.NONE, task.signals().altStack());
        task.registers().set(Registers.RSP, task.registers().get(Registers.RSP) + 8);
        assertTrue(frames.pop());
        assertEquals(stack, task.signals().altStack());
    }

    private byte[] pattern() {
        byte[] state = new byte[task.thread().extendedStateBytes()];
        for (int i = 160; i < 416; i++) {
            state[i] = (byte) i;
        }
        state[512] = 3;
        return state;
    }

    private static byte[] state(GuestThread thread) {
        byte[] state = new byte[thread.extendedStateBytes()];
        thread.readExtendedState(state);
        return state;
    }
}

package isthmus.core.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import isthmus.core.asm.decode.Instruction;
import isthmus.core.asm.decode.InstructionDecoder;
import isthmus.core.memory.AddressSpace;
import isthmus.core.memory.GuestMemory;
import isthmus.core.memory.MapFlags;
import isthmus.core.memory.MemoryLimits;
import isthmus.core.memory.PhysicalMemory;
import isthmus.core.south.Registers;
import isthmus.core.south.mock.ArrayRegisters;
import isthmus.core.south.mock.MockPlatform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code that finds copies: its layout, and what a thread is shown that is stopped in it. */
class LookupTest {
    private static final long CODE = 0x50_0000, TABLE_CELL = 0x4f_0008, STACK = 0x60_0800;
    private static final long TARGET = 0x1234_5678, COPY = 0x51_0000, RAX = 11, RCX = 22, RDX = 33;
    private static final int SAVED_RCX = -152, SAVED_RDX = -160, GOES_ON = -168;
    private static final int SAVES_RCX = 8, SAVES_RDX = 16, LOADS_COPY = 91, STORES_COPY = 95;

    private static List<Integer> boundaries(byte[] code) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < code.length; ) {
            starts.add(at);
            Instruction next = InstructionDecoder.decode(code, at, code.length);
            assertNotEquals(0, next.length(), "at " + at);
            at += next.length();
        }
        return starts;
    }

    @Test
    void bothLoadsFindTheTable() {
        byte[] code = Lookup.code(CODE, TABLE_CELL);
        assertEquals(-1, HostCallBytes.find(code, 0, code.length));
        int found = 0;
        for (int at : boundaries(code)) {
            Instruction next = InstructionDecoder.decode(code, at, code.length);
            if (next.ripRelative()) {
                assertEquals(TABLE_CELL, next.target(CODE + at));
                found++;
            }
        }
        assertEquals(2, found);
    }

    @Test
    void slotsAreThoseOfTheCode() {
        assertEquals(0x5678, Lookup.firstSlot(TARGET));
        assertEquals(Lookup.SLOTS + 0x3456, Lookup.secondSlot(TARGET));
        ByteBuffer code = ByteBuffer.wrap(Lookup.code(CODE, TABLE_CELL)).order(ByteOrder.LITTLE_ENDIAN);
        int half = 0;
        for (int at : boundaries(code.array())) {
            half = code.getInt(at) == 0xca8c8b48 ? code.getInt(at + 4) : half; // mov rcx, [rdx+8*rcx+half]
        }
        assertEquals(Lookup.SLOTS * Long.BYTES, half);
    }

    /** At every instruction: what has been saved so far lies on the stack, and registers hold something else. */
    @Test
    void aThreadInTheMiddleIsAtItsTarget() {
        try (MockPlatform platform = new MockPlatform(4096)) {
            AddressSpace space =
                    new AddressSpace(new PhysicalMemory(platform, 1 << 30), platform.spawn(), MemoryLimits.NONE);
            space.mmap(STACK & -4096, 4096, 3, MapFlags.MAP_PRIVATE | MapFlags.MAP_FIXED, null, 0, null);
            GuestMemory memory = space.memory();
            memory.writeLong(STACK + Lookup.SAVED_RAX, RAX);
            for (int at : boundaries(Lookup.code(CODE, TABLE_CELL))) {
                memory.writeLong(STACK + SAVED_RCX, at >= SAVES_RCX ? RCX : 0);
                memory.writeLong(STACK + SAVED_RDX, at >= SAVES_RDX ? RDX : 0);
                memory.writeLong(STACK + GOES_ON, at > STORES_COPY ? COPY : 0);
                Registers registers = new ArrayRegisters();
                registers.set(Registers.RSP, STACK);
                registers.set(
                        Registers.RAX, at > LOADS_COPY && at <= STORES_COPY ? COPY : at > STORES_COPY ? 5 : TARGET);
                registers.set(Registers.RCX, at < SAVES_RCX ? RCX : 1);
                registers.set(Registers.RDX, at < SAVES_RDX ? RDX : 2);
                long target = Lookup.leave(at, registers, memory);
                assertEquals(at > LOADS_COPY ? COPY : TARGET, target, "at " + at);
                assertEquals(at > LOADS_COPY, Lookup.mayBeCopy(at), "at " + at);
                assertEquals(RAX, registers.get(Registers.RAX), "at " + at);
                assertEquals(RCX, registers.get(Registers.RCX), "at " + at);
                assertEquals(RDX, registers.get(Registers.RDX), "at " + at);
            }
            space.release();
        }
    }

    @Test
    void withoutAStackWhatIsThereStays() {
        try (MockPlatform platform = new MockPlatform(4096)) {
            AddressSpace space =
                    new AddressSpace(new PhysicalMemory(platform, 1 << 30), platform.spawn(), MemoryLimits.NONE);
            Registers registers = new ArrayRegisters();
            registers.set(Registers.RSP, STACK);
            registers.set(Registers.RAX, TARGET);
            registers.set(Registers.RCX, RCX);
            assertEquals(TARGET, Lookup.leave(Lookup.BYTES - 7, registers, space.memory()));
            assertEquals(RCX, registers.get(Registers.RCX));
            space.release();
        }
    }
}

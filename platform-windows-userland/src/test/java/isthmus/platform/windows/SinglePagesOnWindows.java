package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.asm.Assembler;
import isthmus.core.asm.Label;
import isthmus.core.asm.Register;
import isthmus.core.south.Fault;
import isthmus.core.south.GuestEvent;
import isthmus.core.south.GuestThread;
import isthmus.core.south.Protection;
import isthmus.core.south.Registers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single pages of a segment, anywhere in a guest. */
class SinglePagesOnWindows extends GuestCode {
    private static final long BLOCK = 0x20_0000_0000L;
    private static final int PAGE = 4096, MEMORY = 0x200000;

    /** The guest copies eight bytes from one address to another, and calls. */
    @BeforeEach
    void loadCopier() {
        assertTrue(platform.mapsSinglePages(), "the host has placeholders: Windows 10 1803, Wine 9.1");
        Assembler a = new Assembler(CODE);
        Label again = a.here("again");
        a.load(Register.RAX, Register.RDI, 0);
        a.store(Register.RSI, 0, Register.RAX);
        call(a);
        a.jmp(again);
        load(a);
    }

    private static long page(int place) {
        return BLOCK + (long) place * PAGE;
    }

    private void map(int place, int number, int count, int protection) {
        process.map(page(place), segment, MEMORY + number * PAGE, (long) count * PAGE, protection);
    }

    private void copies(GuestThread guest, long from, long to) {
        guest.registers().set(Registers.RDI, from);
        guest.registers().set(Registers.RSI, to);
        assertEquals(GuestEvent.SYSTEM_CALL, guest.resume());
    }

    private void faults(long from, long to, long at, int access) {
        thread.registers().set(Registers.RDI, from);
        thread.registers().set(Registers.RSI, to);
        assertEquals(GuestEvent.FAULT, thread.resume());
        assertEquals(Fault.PAGE_FAULT, thread.fault().trap());
        assertEquals(at, thread.fault().address());
        assertEquals(access, thread.fault().access());
        start(thread);
    }

    private void put(int number, long value) {
        segment.buffer().putLong(MEMORY + number * PAGE, value);
    }

    private long get(int number) {
        return segment.buffer().getLong(MEMORY + number * PAGE);
    }

    @Test
    void pagesLieInAnyOrderAndTwice() {
        map(3, 40, 1, RW);
        map(4, 20, 2, RW);
        map(6, 20, 2, RW);
        put(20, 4711);
        copies(thread, page(4), page(3));
        assertEquals(4711, get(40));
        put(40, 815);
        copies(thread, page(3), page(7));
        assertEquals(815, get(21));
        copies(thread, page(5), page(6));
        assertEquals(815, get(20));
    }

    @Test
    void eachPageHasItsOwnProtection() {
        map(3, 40, 1, Protection.READ);
        map(4, 20, 3, RW);
        process.protect(page(5), PAGE, Protection.NONE);
        copies(thread, page(3), page(4));
        faults(page(4), page(3), page(3), Protection.WRITE);
        faults(page(4), page(5), page(5), Protection.WRITE);
        faults(page(2), page(4), page(2), Protection.READ);
        process.protect(page(3), 2 * PAGE, RW);
        copies(thread, page(6), page(3));
    }

    @Test
    void pagesComeAndGoBesideOthers() {
        map(0, 0, 16, RW);
        copies(thread, page(1), page(2));
        map(7, 40, 1, RW);
        put(40, 1);
        put(8, 2);
        copies(thread, page(7), page(6));
        assertEquals(1, get(6));
        copies(thread, page(8), page(9));
        assertEquals(2, get(9));
        process.unmap(page(7), PAGE);
        faults(page(6), page(7), page(7), Protection.WRITE);
        map(7, 7, 1, RW);
        copies(thread, page(6), page(7));
        assertEquals(1, get(7));
        process.unmap(BLOCK, 0x10000);
        faults(page(6), page(7), page(6), Protection.READ);
        map(0, 16, 16, RW);
        copies(thread, page(6), page(7));
    }

    /** While another thread is at work the kernel halts it, and changes the map from outside. */
    @Test
    void changesWhileAnotherThreadRuns() {
        GuestThread other = process.newThread();
        map(1, 30, 1, RW);
        put(30, 99);
        start(other);
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
            while (!end.get()) {
                copies(other, page(1), DATA);
                calls.incrementAndGet();
            }
        });
        try {
            for (int i = 0; i < 100; i++) {
                map(4 + i % 3, 40 + i, 1, RW);
                put(40 + i, i);
                int before = calls.get();
                copies(thread, page(4 + i % 3), page(1));
                assertEquals(i, get(30));
                while (calls.get() == before && !server.isDone()) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            end.set(true);
            server.join();
        }
    }

    private StubProcess stub() {
        return ((WindowsGuestProcess) process).stub;
    }

    /** The guest ends, and another one begins. */
    private void endAndSpawn() {
        thread.close();
        process.close();
        process = platform.spawn();
    }

    /** A process that serves another guest has nothing left of it. */
    @Test
    void nothingIsLeftForTheNextGuest() {
        map(3, 40, 1, RW);
        copies(thread, page(3), page(3));
        StubProcess stub = stub();
        endAndSpawn();
        assertSame(stub, stub());
        thread = process.newThread();
        loadCopier();
        faults(page(3), DATA, page(3), Protection.READ);
        map(0, 0, 16, RW);
        copies(thread, page(3), page(3));
    }

    /** To empty it would take the next guest longer than to wait for a new one. */
    @Test
    void aProcessFullOfPagesServesNobodyElse() {
        for (int i = 0; i < 40; i++) {
            process.map(BLOCK + i * 0x10000L + PAGE, segment, MEMORY, PAGE, RW);
        }
        copies(thread, page(1), page(1));
        StubProcess stub = stub();
        endAndSpawn();
        assertNotSame(stub, stub());
    }
}

package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.Fault;
import isthmus.core.south.Protection;
import org.junit.jupiter.api.Test;

/** The numbers are those of Linux 6.1 on x86-64, as its own signal frames have them. */
class FaultsTest {
    @Test
    void memory() {
        Fault write = Faults.of(Faults.ACCESS_VIOLATION, 1, 0x1000, 0);
        assertEquals(Fault.PAGE_FAULT, write.trap());
        assertEquals(Protection.WRITE, write.access());
        assertEquals(0x1000, write.address());
        assertEquals(
                Protection.EXEC,
                Faults.of(Faults.ACCESS_VIOLATION, 8, 0x1000, 0).access());
        assertEquals(
                Protection.READ,
                Faults.of(Faults.ACCESS_VIOLATION, 0, 0x1000, 0).access());
    }

    @Test
    void whatIsNoAddress() {
        assertEquals(new Fault(13, 0, 0, 11, 0x80), Faults.of(Faults.ACCESS_VIOLATION, 0, -1, 0));
        assertEquals(new Fault(13, 0, 0, 11, 0x80), Faults.of(Faults.ACCESS_VIOLATION, 0, 0x8000_0000_0000L, 0));
    }

    @Test
    void whereAGuestHasGone() {
        assertTrue(Layout.isGuest(0xffffffffff600000L), "the page of Linux' old calls");
        assertTrue(Layout.isGuest(Layout.GUEST_START));
        assertFalse(Layout.isGuest(Layout.CODE));
        assertFalse(Layout.isGuest(Layout.GUEST_LIMIT), "ntdll may be there");
        assertTrue(Faults.isJumpToNothing(Faults.ACCESS_VIOLATION, Layout.SLOTS, 8, Layout.SLOTS));
        assertFalse(Faults.isJumpToNothing(Faults.ACCESS_VIOLATION, Layout.CODE, 0, Layout.CODE), "the stub reads");
    }

    @Test
    void arithmetic() {
        assertEquals(new Fault(0, 0, 0, 8, 1), Faults.of(0xc0000094, 0, 0, 0));
        long mxcsr = 0x1f80 & ~0x200 | 4; // division by zero, which is not masked
        assertEquals(new Fault(19, 0, 0, 8, 3), Faults.of(0xc00002b4, 0, 0, mxcsr));
        long status = 0x0081L << 32 | 0x1f80; // an invalid operation of the x87, its summary bit set
        assertEquals(new Fault(16, 0, 0, 8, 7), Faults.of(0xc0000090, 0, 0, status));
    }

    @Test
    void instructions() {
        assertEquals(new Fault(3, 0, 0, 5, 0x80), Faults.of(Faults.BREAKPOINT, 0, 0, 0));
        assertEquals(new Fault(6, 0, 0, 4, 2), Faults.of(0xc000001d, 0, 0, 0));
        assertEquals(new Fault(13, 0, 0, 11, 0x80), Faults.of(0xc0000096, 0, 0, 0));
        assertEquals(new Fault(6, 0, 0, 4, 2), Faults.of(0xc000001e, 0, 0, 0), "a wrong lock prefix");
        assertEquals(new Fault(3, 0, 0, 5, 0x80), Faults.of(0x4000001f, 0, 0, 0), "int3 in 32-bit code");
        assertEquals(new Fault(1, 0, 0, 5, 2), Faults.of(0x4000001e, 0, 0, 0), "a step in 32-bit code");
        assertEquals(new Fault(13, 0x2c * 8 + 2, 0, 11, 0x80), Faults.of(0xc0000420, 0, 0, 0), "int 0x2c");
        assertEquals(new Fault(21, 0, 0, 11, 10), Faults.of(0xc00001b2, 0, 0, 0), "a wrong shadow stack");
        assertNull(Faults.of(0xe06d7363, 0, 0, 0), "a C++ exception");
    }
}

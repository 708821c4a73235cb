package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import isthmus.core.south.Fault;
import org.junit.jupiter.api.Test;

/** What Windows says of {@code int n}, with the place at it or behind it, as its versions and Wine do. */
class SoftwareInterruptTest {
    private static final long AT = 0x401000;

    /** Seven bytes; Windows points to the fourth. */
    private static SoftwareInterrupt of(int exception, int... code) {
        byte[] bytes = new byte[SoftwareInterrupt.BYTES];
        for (int i = 0; i < code.length; i++) {
            bytes[i] = (byte) code[i];
        }
        return SoftwareInterrupt.of(exception, AT, -1, bytes);
    }

    @Test
    void requestsOfWindows() {
        assertEquals(new SoftwareInterrupt(0x2c, AT), of(0xc0000420, 0, 0, 0, 0xcd, 0x2c));
        assertEquals(new SoftwareInterrupt(0x2c, AT - 2), of(0xc0000420, 0, 0xcd, 0x2c, 0xc3));
        assertEquals(new SoftwareInterrupt(0x2d, AT - 3), of(0x80000003, 0xcd, 0x2d, 0x90, 0x90));
        assertEquals(AT - 3, of(0x80000003, 0xcd, 0x2d, 0x90, 0x90).rip());
        assertEquals(
                new Fault(13, 0x2d * 8 + 2, 0, 11, 0x80),
                of(0x80000003, 0, 0, 0, 0xcd, 0x2d).fault());
    }

    @Test
    void breakpoints() {
        assertNull(of(0x80000003, 0, 0xcd, 0x2d, 0xcc), "int3 behind another");
        assertNull(of(0x80000003, 0, 0, 0xcd, 3), "int 3 in two bytes, of which Windows takes one away");
    }

    @Test
    void overflows() {
        SoftwareInterrupt trap = of(0xc0000095, 0, 0xcd, 4, 0xc3);
        assertEquals(new Fault(4, 0, 0, 11, 0x80), trap.fault());
        assertEquals(AT, trap.rip());
        assertEquals(AT + 2, of(0xc0000095, 0, 0, 0, 0xcd, 4).rip());
        assertNull(of(0xc0000095, 0, 0xcd, 4, 0xf7, 0xf9), "idiv ecx");
        assertNull(of(0xc0000095, 0, 0xcd, 4, 0x48, 0xf7, 0xf9), "idiv rcx");
        assertEquals(8, Faults.of(0xc0000095, 0, 0, 0).signal());
    }

    @Test
    void otherNumbers() {
        assertEquals(new SoftwareInterrupt(0x30, AT), of(0xc0000005, 0, 0, 0, 0xcd, 0x30));
        assertEquals(new SoftwareInterrupt(0xff, AT), of(0xc0000096, 0, 0, 0, 0xcd, 0xff));
        assertNull(of(0xc0000005, 0, 0, 0, 0x8b, 0));
        byte[] code = {0, 0, 0, (byte) 0xcd, 0x30, 0, 0};
        assertNull(SoftwareInterrupt.of(0xc0000005, AT, 0x1000, code), "nobody fetches it");
    }
}

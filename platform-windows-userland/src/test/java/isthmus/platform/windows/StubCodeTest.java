package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.HostException;
import org.junit.jupiter.api.Test;

class StubCodeTest {
    @Test
    void noCodeOfWindowsIsTakenForAGuests() {
        HostException refusal =
                assertThrows(HostException.class, () -> new StubCode(name -> Layout.GUEST_LIMIT - 0x1000));
        assertTrue(refusal.getMessage().contains("0x6efffffff000"), refusal.getMessage());
        new StubCode(name -> Layout.GUEST_LIMIT);
        new StubCode(name -> Layout.HOLE_END - 0x1000);
    }

    /** Where the libraries of Windows 10, of Wine 10 and of Wine 8 have been seen. */
    @Test
    void whereWindowsHasItsLibraries() {
        assertFalse(Layout.isGuest(0x7ff8_0000_0000L));
        assertFalse(Layout.isGuest(0x6fff_ffc2_0000L));
        assertFalse(Layout.isGuest(0x1_7000_0000L));
    }
}

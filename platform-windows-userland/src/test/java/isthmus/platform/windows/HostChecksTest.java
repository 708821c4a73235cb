package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.HostCheck;
import org.junit.jupiter.api.Test;

class HostChecksTest {
    @Test
    void aJobInsideOfAnother() {
        HostCheck whole = HostChecks.job(true, true);
        assertEquals(HostCheck.Status.OK, whole.status());
        assertTrue(whole.detail().contains("no part in the desktop"), whole.detail());
        HostCheck nested = HostChecks.job(true, false);
        assertEquals(HostCheck.Status.SLOWER, nested.status());
        assertTrue(nested.detail().contains("without limits on the desktop"), nested.detail());
        assertFalse(nested.remedy().isEmpty());
        assertTrue(HostChecks.job(false, false).detail().startsWith("not given"));
    }

    @Test
    void onlyTheStrictestTokenIsGreen() {
        for (Confinement.Level level : Confinement.Level.values()) {
            HostCheck check = HostChecks.token(SecurityId.LOW, level);
            boolean strictest = level == Confinement.Level.STRICT;
            assertEquals(strictest ? HostCheck.Status.OK : HostCheck.Status.SLOWER, check.status(), level.toString());
            assertEquals(strictest, check.remedy().isEmpty());
        }
        assertEquals(
                HostCheck.Status.SLOWER,
                HostChecks.token(SecurityId.LOW + 0x1000, Confinement.Level.STRICT)
                        .status());
    }
}

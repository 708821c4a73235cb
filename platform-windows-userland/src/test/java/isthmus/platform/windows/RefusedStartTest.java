package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.HostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leads to less confinement, and what only to another try. The numbers are those of winerror.h and ntstatus.h. */
class RefusedStartTest {
    private static final int ACCESS_DENIED = 5, SHARING_VIOLATION = 32, COMMITMENT_LIMIT = 1455;

    private final List<Integer> pauses = new ArrayList<>();
    private int tries;

    private HostException refusal(int... errors) {
        return assertThrows(HostException.class, () -> overcome(errors));
    }

    private void overcome(int... errors) {
        RefusedStart.overcome("start it", () -> errors[Math.min(tries++, errors.length - 1)], pauses::add);
    }

    @Test
    void whatPassesIsTriedAgain() {
        overcome(COMMITMENT_LIMIT, SHARING_VIOLATION, 0);
        assertEquals(3, tries);
        assertEquals(List.of(100, 200), pauses);
    }

    @Test
    void whatDoesNotPassSoonIsNoReasonToConfineLess() {
        for (int error : new int[] {8, 14, 32, 33, 1450, COMMITMENT_LIMIT}) {
            tries = 0;
            HostException refusal = refusal(error);
            assertFalse(refusal instanceof RefusedStart, refusal.getMessage());
            assertTrue(
                    refusal.getMessage().contains("refused to start it (error " + error + ")"), refusal.getMessage());
            assertEquals(5, tries);
        }
    }

    @Test
    void whatStaysIsRefusedAtOnce() {
        assertInstanceOf(RefusedStart.class, refusal(ACCESS_DENIED));
        assertEquals(1, tries);
        assertEquals(List.of(), pauses);
        tries = 0;
        assertInstanceOf(RefusedStart.class, refusal(COMMITMENT_LIMIT, ACCESS_DENIED), "the last answer counts");
        assertEquals(2, tries);
    }

    @Test
    void aStubThatEndsForWantOfMemoryIsNoReasonEither() {
        assertFalse(RefusedStart.ended(0xc0000017) instanceof RefusedStart); // STATUS_NO_MEMORY
        assertFalse(RefusedStart.ended(0xc000012d) instanceof RefusedStart); // STATUS_COMMITMENT_LIMIT
        HostException refusal = RefusedStart.ended(0xc0000142); // STATUS_DLL_INIT_FAILED
        assertInstanceOf(RefusedStart.class, refusal);
        assertTrue(refusal.getMessage().contains("c0000142"), refusal.getMessage());
    }
}

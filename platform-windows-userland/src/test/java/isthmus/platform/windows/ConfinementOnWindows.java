package isthmus.platform.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.HostException;
import isthmus.platform.windows.Confinement.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Hosts that do not give all that keeps guests in. */
class ConfinementOnWindows {
    private final List<String> complaints = new ArrayList<>();
    private final List<Level> tried = new ArrayList<>();

    private Function<Level, Confinement> onlyFrom(Level first) {
        return level -> {
            tried.add(level);
            if (level.compareTo(first) < 0) {
                throw new RefusedStart("No " + level + " here.");
            }
            return new Confinement(level);
        };
    }

    @Test
    void lessThanWantedIsSaid() {
        try (WindowsPlatform platform = new WindowsPlatform(complaints::add, onlyFrom(Level.LOW))) {
            assertEquals(Level.LOW, platform.confinement().level);
        }
        assertEquals(List.of(Level.STRICT, Level.STRICT_FEWER, Level.LOW), tried);
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.get(0).contains(Level.LOW.words), complaints.get(0));
        assertTrue(complaints.get(0).contains("No STRICT_FEWER here."), complaints.get(0));
    }

    /** A host that is slow gives no less than others. */
    @Test
    void onlyARefusalLeadsToLess() {
        HostException late = assertThrows(
                HostException.class,
                () -> new WindowsPlatform(complaints::add, level -> {
                            tried.add(level);
                            throw new HostException("not started in 30 s");
                        })
                        .close());
        assertEquals("not started in 30 s", late.getMessage());
        assertEquals(List.of(Level.STRICT), tried);
        assertEquals(List.of(), complaints);
    }

    @Test
    void nobodyGetsAllRightsUnasked() {
        HostException refusal = assertThrows(
                HostException.class, () -> new WindowsPlatform(complaints::add, onlyFrom(Level.NONE)).close());
        assertFalse(tried.contains(Level.NONE));
        assertTrue(refusal.getMessage().contains("-Disthmus.unconfined=true"), refusal.getMessage());
        assertEquals(List.of(), complaints);
    }

    @Test
    void whoAsksForItGetsThemAndIsTold() {
        System.setProperty(WindowsPlatform.UNCONFINED, "true");
        try (WindowsPlatform platform = new WindowsPlatform(complaints::add, onlyFrom(Level.NONE))) {
            assertEquals(Level.NONE, platform.confinement().level);
        } finally {
            System.clearProperty(WindowsPlatform.UNCONFINED);
        }
        assertEquals(1, complaints.size(), complaints.toString());
    }

    /** The policies' numbers in winbase.h, written out. */
    @Test
    void policiesAreThoseOfTheDocumentation() {
        assertEquals(0x0000_0200_0022_0200L, Confinement.PLACES);
        assertEquals(0x0111_0001_1000_0000L, Confinement.FEWER_POLICIES);
        assertEquals(0x1111_1001_1000_0000L, Confinement.ALL_POLICIES);
        assertEquals(0x2000_0000L, Confinement.NO_SHADOW_STACKS);
        assertEquals(Confinement.PLACES | Confinement.ALL_POLICIES, Confinement.PLACES ^ Confinement.ALL_POLICIES);
    }
}

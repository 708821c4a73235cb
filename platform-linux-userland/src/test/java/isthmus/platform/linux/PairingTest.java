package isthmus.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pairs of the calling thread with itself: what the host says of its cores tells whether they are kept. */
class PairingTest {
    private static final int ENOUGH = 64;

    private final int tid = tid();
    private final String before = allowed();
    private final PairPolicy policy = new PairPolicy();
    private final Pairing pairing =
            new Pairing(policy, new CpuTime((int) ProcessHandle.current().pid(), tid), tid);

    @AfterEach
    void freeTheCaller() {
        pairing.dissolve();
        policy.affinity.freeCaller();
    }

    @Test
    void pairsSpreadOverTheCoresAndGiveThemBack() {
        int first = policy.affinity.pair(tid);
        String one = allowed();
        int second = policy.affinity.pair(tid);
        if (policy.affinity.cores() > 1) {
            assertNotEquals(first, second);
            assertNotEquals(before, one);
        }
        policy.affinity.free(tid, first);
        policy.affinity.free(tid, second);
        assertEquals(before, allowed());
    }

    @Test
    void aCrowdMakesAPairAndItsEndDissolvesIt() {
        pairing.begin();
        for (int i = 0; i < 2 * policy.affinity.cores(); i++) {
            policy.becomesBusy();
        }
        assertFalse(pairing.adapt(), "one crowded hand-off is no crowd");
        boolean paired = adapt(ENOUGH);
        assertEquals(policy.affinity.cores() > 1, paired, "on a single core there is nothing to choose");
        for (int i = 0; i < 2 * policy.affinity.cores(); i++) {
            policy.becomesIdle();
        }
        assertFalse(adapt(ENOUGH));
        assertEquals(before, allowed());
    }

    @Test
    void aGuestThatComputesIsLetGo() {
        pairing.begin();
        for (int i = 0; i < 2 * policy.affinity.cores(); i++) {
            policy.becomesBusy();
        }
        adapt(ENOUGH);
        pairing.dissolve();
        assertFalse(pairing.isPaired());
        assertEquals(before, allowed());
        assertFalse(pairing.adapt(), "it has to be crowded for a while again");
    }

    @Test
    void sleepsWithoutWaitingForACoreMakeNoPair() {
        pairing.begin();
        CpuTime nobody = new CpuTime(0, 0); // no such thread: it never waited
        Pairing other = new Pairing(policy, nobody, tid);
        for (int i = 0; i < 1000; i++) {
            other.slept();
        }
        assertFalse(other.isPaired());
        assertEquals(0, nobody.waitedNanos());
    }

    @Test
    void waitingTimeIsTheSecondNumberOfTheStatistics() throws IOException {
        CpuTime mine = new CpuTime((int) ProcessHandle.current().pid(), tid);
        long waited = mine.waitedNanos();
        long told = Long.parseLong(
                Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ", -1)[1]);
        assertTrue(waited <= told && told - waited < 10_000_000_000L, waited + " is not just before " + told);
        mine.close();
    }

    private boolean adapt(int times) {
        boolean paired = false;
        for (int i = 0; i < times; i++) {
            paired = pairing.adapt();
        }
        return paired;
    }

    private static int tid() {
        try {
            return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String allowed() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

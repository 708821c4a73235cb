package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunEnd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndWordsTest {
    private static final Duration TIME = Duration.ofMillis(320);

    @Test
    void aGoodEndNeedsNoExplanation() {
        RunEnd end = new RunEnd.Exited(0, TIME);
        assertTrue(EndWords.isGood(end));
        assertEquals("Exit 0 after 320 ms", EndWords.headline(end));
        assertEquals("", EndWords.explanation(end));
    }

    @Test
    void statusesOfShells() {
        assertTrue(EndWords.explanation(new RunEnd.Exited(127, TIME)).contains("not found"));
        assertTrue(EndWords.explanation(new RunEnd.Exited(139, TIME)).contains("SIGSEGV"));
        assertFalse(EndWords.explanation(new RunEnd.Exited(3, TIME)).isEmpty());
        assertFalse(EndWords.explanation(new RunEnd.Exited(255, TIME)).contains("SIG"));
    }

    /** Each signal has words, and none shows a key or a broken pattern. */
    @Test
    void everySignalHasWords() {
        for (int signal = 1; signal <= 64; signal++) {
            RunEnd end = new RunEnd.Signalled(signal, TIME);
            assertTrue(EndWords.headline(end).startsWith("Killed by SIG"), EndWords.headline(end));
            assertTrue(EndWords.explanation(end).endsWith("."), EndWords.explanation(end));
        }
    }

    @Test
    void whatStoodInTheWayIsASentence() {
        RunEnd end = new RunEnd.Refused("the folder is gone", new IllegalStateException(), TIME);
        assertEquals("The folder is gone.", EndWords.explanation(end));
    }

    @Test
    void theReportHasAllThatWasRecorded() {
        EndFacts facts = new EndFacts(List.of("openat(…) = -1 ENOENT"), List.of("io_uring_setup"), true);
        String report = EndWords.report("1.0", "isthmus run -- x", new RunEnd.Signalled(11, TIME), facts);
        for (String part : List.of("Isthmus 1.0", "isthmus run -- x", "SIGSEGV", "openat(…)", "io_uring_setup")) {
            assertTrue(report.contains(part), part);
        }
    }
}

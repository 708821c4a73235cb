package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyMatchTest {
    @Test
    void lettersMustAppearInThisOrder() {
        assertTrue(FuzzyMatch.of("thd", "Theme: dark").isPresent());
        assertTrue(FuzzyMatch.of("DARK the", "Theme: dark").isEmpty());
        assertTrue(FuzzyMatch.of("aa", "a").isEmpty());
        assertTrue(FuzzyMatch.of("", "anything").isPresent());
    }

    @Test
    void beginningsOfWordsCountMost() {
        assertBest("td", List.of("Theme: dark", "Shut down it", "Attend"), "Theme: dark");
        assertBest("tab", List.of("Next tab", "Theme: a big one"), "Next tab");
        assertBest("run", List.of("Trace of a brute one", "Run a program…"), "Run a program…");
    }

    private static void assertBest(String query, List<String> texts, String best) {
        assertEquals(
                best,
                texts.stream()
                        .max(Comparator.comparingInt(text -> FuzzyMatch.of(query, text)
                                .map(FuzzyMatch::score)
                                .orElse(-1)))
                        .orElseThrow());
    }
}

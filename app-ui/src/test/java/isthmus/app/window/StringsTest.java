package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StringsTest {
    @Test
    void eachKeyIsThereOnceAndEachTextIsWellFormed() throws IOException {
        Set<String> keys = new HashSet<>();
        for (String line : lines("strings.properties")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            assertTrue(equals > 0, line);
            assertTrue(keys.add(line.substring(0, equals)), () -> "twice: " + line);
            String text = line.substring(equals + 1);
            if (text.contains("{0")) {
                new MessageFormat(text, Locale.ROOT);
                assertFalse(text.replace("''", "").contains("'"), line);
            }
        }
        assertTrue(keys.contains("window.title"));
    }

    @Test
    void numbersChooseTheirWords() {
        assertEquals("No program runs", Strings.of("status.running", 0));
        assertEquals("1 program runs", Strings.of("status.running", 1));
        assertEquals("7 programs run", Strings.of("status.running", 7));
    }

    @Test
    void styleSheetsHaveNoMarksOfAMerge() throws IOException {
        for (String sheet : List.of("base.css", "light.css", "dark.css")) {
            for (String line : lines(sheet)) {
                assertFalse(
                        line.startsWith("<<<<") || line.startsWith("====") || line.startsWith(">>>>"),
                        sheet + ": " + line);
            }
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(StringsTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}

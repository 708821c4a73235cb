package isthmus.app.window.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void blanksPartWords() throws Words.UnfinishedException {
        assertEquals(List.of(), Words.split("  "));
        assertEquals(List.of("-l", "/tmp"), Words.split(" -l\t /tmp "));
    }

    @Test
    void quotesKeepWordsTogether() throws Words.UnfinishedException {
        assertEquals(List.of("-c", "echo a; echo $b"), Words.split("-c 'echo a; echo $b'"));
        assertEquals(List.of("a b\"c\\d"), Words.split("\"a b\\\"c\\d\""));
        assertEquals(List.of("ab cd"), Words.split("a'b c'd"));
        assertEquals(List.of("", ""), Words.split("'' \"\""));
        assertEquals(List.of("a b", "*", "#c"), Words.split("a\\ b * #c"));
    }

    @Test
    void whatIsNotClosedIsNamed() {
        assertEquals(
                '\'',
                assertThrows(Words.UnfinishedException.class, () -> Words.split("a 'b"))
                        .what());
        assertEquals(
                '"',
                assertThrows(Words.UnfinishedException.class, () -> Words.split("\"b\\\""))
                        .what());
        assertEquals(
                '\\',
                assertThrows(Words.UnfinishedException.class, () -> Words.split("b\\"))
                        .what());
    }

    @Test
    void joinedWordsAreTheSameWhenSplit() throws Words.UnfinishedException {
        List<String> words = List.of("-c", "it's \"so\"", "", "a\\b", "tab\there", "plain");
        assertEquals(words, Words.split(Words.join(words)));
        assertEquals("-la /tmp", Words.join(List.of("-la", "/tmp")));
    }
}

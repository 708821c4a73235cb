package isthmus.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextNamesTest {
    private static void pair(String guest, String host) {
        assertEquals(host, TextNames.toHost(guest));
        assertEquals(guest, TextNames.toGuest(host));
    }

    @Test
    void ordinaryNames() {
        pair("a.txt", "a.txt");
        pair(".profile", ".profile");
        pair("with blank", "with blank");
        pair(TextNames.bytes("Grüße €\ud83d\ude00"), "Grüße €\ud83d\ude00");
        pair("contra", "contra");
        pair("com", "com");
        pair("com10", "com10");
        pair("\u007f", "\u007f");
    }

    @Test
    void charactersThatCannotBe() {
        pair("a:b", "a\uf03ab");
        pair("a\\b", "a\uf05cb");
        pair("..\\..\\x", "..\uf05c..\uf05cx");
        pair("C:", "C\uf03a");
        pair("\"*<>?|", "\uf022\uf02a\uf03c\uf03e\uf03f\uf07c");
        pair("\n\001", "\uf00a\uf001");
        pair("trailing.", "trailing\uf02e");
        pair("trailing ", "trailing\uf020");
        pair("...", "..\uf02e");
        pair(" ", "\uf020");
    }

    @Test
    void devices() {
        pair("con", "\uf063on");
        pair("NUL.txt", "\uf04eUL.txt");
        pair("Com1", "\uf043om1");
        pair("lpt9.tar.gz", "\uf06cpt9.tar.gz");
        pair("aux .c", "\uf061ux .c");
        pair("CONIN$", "\uf043ONIN$");
        pair(TextNames.bytes("com²"), "\uf063om²");
    }

    @Test
    void bytesThatAreNoText() {
        pair("\u00ff\u0080", "\uf0ff\uf080");
        pair("\u00c3", "\uf0c3");
        pair("\u00c0\u00af", "\uf0c0\uf0af"); // an overlong slash
        pair("\u00ed\u00a0\u0080", "\uf0ed\uf0a0\uf080"); // half a character
        pair("\u00ef\u0080\u00ba", "\uf0ef\uf080\uf0ba"); // the very character that stands for a colon
        pair(TextNames.bytes("\uf100"), "\uf100");
        pair("\u00ef\u00bf\u00bd", "\ufffd");
    }

    @Test
    void everyNameComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(6); name.length() < length; ) {
                char c = (char)
                        (random.nextInt(3) == 0
                                ? ".: \\CONcon1\u00ef\u0080".charAt(random.nextInt(13))
                                : 1 + random.nextInt(255));
                name.append(c == '/' ? '_' : c);
            }
            String guest = name.toString();
            if (List.of(".", "..").contains(guest)) {
                continue;
            }
            String host = TextNames.toHost(guest);
            assertEquals(guest, TextNames.toGuest(host));
            assertFalse(host.endsWith(".") || host.endsWith(" "));
            assertTrue(host.chars().noneMatch(c -> c < 32 || "\"*:<>?|\\/".indexOf(c) >= 0), host);
        }
    }

    @Test
    void caseDoesNotMatter() {
        assertEquals(TextNames.folded("ReadMe ß ü"), TextNames.folded("README ß Ü"));
        assertNotEquals(TextNames.folded("a"), TextNames.folded("b"));
        assertEquals("ẞx".length(), TextNames.folded("ẞx").length());
    }

    @Test
    void verbatimPaths() {
        assertEquals("C:\\x\\y", TextNameRules.withoutPrefix("\\\\?\\C:\\x\\y"));
        assertEquals("\\\\server\\share\\x", TextNameRules.withoutPrefix("\\\\?\\UNC\\server\\share\\x"));
        assertEquals("C:\\x", TextNameRules.withoutPrefix("C:\\x"));
    }
}

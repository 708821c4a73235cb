package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PasteCardTest {
    @Test
    void controlsAreShownAsSigns() {
        assertEquals("a\u241bb", PasteCard.preview("a\033b"));
        assertTrue(PasteCard.hasControls("a\033b"));
        assertFalse(PasteCard.hasControls("a\tb\r\n"));
    }

    @Test
    void longTextIsCut() {
        assertEquals(9, PasteCard.preview("x\n".repeat(100)).lines().count());
        assertEquals(101, PasteCard.preview("y".repeat(500)).length());
    }
}

package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.window.WindowBounds.Area;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowBoundsTest {
    private static final Area LEFT = new Area(0, 0, 1600, 1000);
    private static final Area RIGHT = new Area(1600, 0, 1280, 1024);

    @Test
    void withoutAMemoryItIsInTheMiddleOfThePrimaryScreen() {
        WindowBounds bounds = WindowBounds.of(Map.of(), List.of(LEFT));
        assertEquals(800, bounds.x() + bounds.width() / 2);
        assertEquals(500, bounds.y() + bounds.height() / 2);
        assertFalse(bounds.maximised());
    }

    @Test
    void aSmallScreenIsNotExceeded() {
        WindowBounds bounds = WindowBounds.of(Map.of(), List.of(new Area(0, 0, 800, 500)));
        assertEquals(new WindowBounds(0, 0, 800, 500, false), bounds);
    }

    @Test
    void itComesBackWhereItWas() {
        WindowBounds was = new WindowBounds(1700, 50, 900, 600, true);
        assertEquals(was, WindowBounds.of(was.values(), List.of(LEFT, RIGHT)));
    }

    @Test
    void aScreenThatIsGoneIsNotMissed() {
        WindowBounds was = new WindowBounds(1700, 50, 900, 600, true);
        WindowBounds bounds = WindowBounds.of(was.values(), List.of(LEFT));
        assertEquals(WindowBounds.usual(LEFT).x(), bounds.x());
        assertTrue(bounds.maximised());
    }

    @Test
    void whatSomebodyEditedDoesNoHarm() {
        Map<String, String> values = Map.of("x", "0", "y", "0", "width", "NaN", "height", "-5", "maximised", "maybe");
        WindowBounds bounds = WindowBounds.of(values, List.of(LEFT));
        assertTrue(bounds.width() >= WindowBounds.LEAST_WIDTH && bounds.height() >= WindowBounds.LEAST_HEIGHT);
    }
}

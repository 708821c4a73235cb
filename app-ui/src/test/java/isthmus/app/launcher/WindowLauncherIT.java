package isthmus.app.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import isthmus.app.bench.StartedWindow;
import isthmus.app.bench.XDisplay;
import isthmus.app.bench.XDisplay.Area;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The window as a shell opens it: {@code ./isthmus}, on the jars of this build, as the display shows it. */
class WindowLauncherIT {
    /** Three seconds are asked for; a machine that does much else is allowed more. */
    private static final long START_MILLIS = 15_000;

    private static final int TIMES = 10;
    /** How soon it must be seen that the mouse came or went; on a machine that does nothing else it is a frame or two. */
    private static final long ANSWER_MILLIS = 2_000;

    /** The beginning of the menu bar, where the first menu lights up under the mouse. */
    private static final Area MENU = new Area(0, 0, 100, 30);

    @Test
    void theWindowOpensAndAnswersTheMouse() throws Exception {
        String display = System.getenv("ISTHMUS_TEST_DISPLAY");
        assumeTrue(
                display != null && display.equals(System.getenv("DISPLAY")),
                "there is no display for tests; ./check starts one");
        try (XDisplay screen = new XDisplay();
                StartedWindow window = new StartedWindow(screen, Map.of(), Map.of())) {
            System.out.printf(
                    "./isthmus: the window is there after %d ms, and painted after %d ms%n",
                    window.visibleMillis(), window.paintedMillis());
            assertTrue(window.paintedMillis() <= START_MILLIS, window.paintedMillis() + " ms");
            long longest = 0;
            for (int i = 0; i < TIMES; i++) {
                longest = Math.max(longest, window.pointAt(20, 15, MENU));
                longest = Math.max(longest, window.pointAt(300, 300, MENU));
            }
            System.out.printf("./isthmus: the window answers the mouse within %d ms%n", longest);
            assertTrue(longest <= ANSWER_MILLIS, longest + " ms");
        }
    }
}

package isthmus.app.window.console;

import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import java.nio.charset.StandardCharsets;

/**
 * A console that nobody sees is written to and painted, some milliseconds at a time soon after the start,
 * so that the compilers know the code before the first program shows much. Lives on the JavaFX thread.
 */
final class Practice {
    private static final int COLUMNS = 100;
    private static final int ROWS = 24;
    private static final int STEPS = 40;
    private static final long STEP_NANOS = 4_000_000;

    private final Terminal terminal = new Terminal(COLUMNS, ROWS, 10 * ROWS, answer -> {});
    private final TerminalSnapshot shot = new TerminalSnapshot();
    private final ScreenPainter painter;
    private final byte[] text = text();
    private int steps;

    Practice(GlyphAtlas atlas) {
        painter = new ScreenPainter(atlas, COLUMNS, ROWS);
        ConsoleTheme theme = ConsoleTheme.LIGHT;
        terminal.theme(theme.ansi(), theme.foreground(), theme.background(), theme.cursor());
    }

    private static byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 5; i++) {
                text.append("\033[")
                        .append(31 + (row + i) % 7)
                        .append("mwords and ")
                        .append(row * i)
                        .append(' ');
            }
            text.append("\033[1mbold\033[m\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Some milliseconds of it; true if there should be more. */
    boolean step() {
        long start = System.nanoTime();
        do {
            terminal.feed(text, 0, text.length);
            terminal.snapshot(shot, Terminal.BOTTOM);
            painter.paint(shot, ConsoleTheme.LIGHT, (seen, row, over) -> {}, new ScreenPainter.Look(true, true, false));
        } while (System.nanoTime() - start < STEP_NANOS);
        return ++steps < STEPS;
    }
}

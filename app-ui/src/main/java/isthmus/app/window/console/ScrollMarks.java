package isthmus.app.window.console;

import isthmus.app.terminal.Search;
import isthmus.app.terminal.TerminalSnapshot;
import java.util.List;
import java.util.Locale;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** Where in the scrollback matches are: marks beside the scroll bar. Painted only when they change. */
final class ScrollMarks extends Canvas {
    static final double WIDTH = 5;
    private static final double HEIGHT = 2;

    private List<Search.Match> painted;
    private long paintedFirst;
    private long paintedLines;
    private double paintedHeight;
    private int paintedCurrent;

    ScrollMarks() {
        super(WIDTH, 1);
        setMouseTransparent(true);
    }

    void paint(TerminalSnapshot shot, List<Search.Match> matches, int current, ConsoleTheme theme) {
        long lines = shot.screenTop() + shot.rows() - shot.firstLine();
        boolean same = painted == matches
                && (matches.isEmpty()
                        || paintedFirst == shot.firstLine()
                                && paintedLines == lines
                                && paintedHeight == getHeight()
                                && paintedCurrent == current);
        if (same) {
            return;
        }
        painted = matches;
        paintedFirst = shot.firstLine();
        paintedLines = lines;
        paintedHeight = getHeight();
        paintedCurrent = current;
        GraphicsContext to = getGraphicsContext2D();
        to.clearRect(0, 0, WIDTH, getHeight());
        to.setFill(Color.web(String.format(Locale.ROOT, "#%06x", theme.currentMatch())));
        double last = -HEIGHT;
        for (int i = 0; i < matches.size(); i++) {
            double y = Math.floor((matches.get(i).line() - shot.firstLine()) * (getHeight() - HEIGHT) / lines);
            boolean is = i == current;
            if (y > last || is) {
                to.fillRect(is ? 0 : 1, y, is ? WIDTH : WIDTH - 2, is ? 2 * HEIGHT : HEIGHT);
                last = y;
            }
        }
    }
}

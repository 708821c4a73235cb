package isthmus.app.window.console;

import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import java.nio.IntBuffer;
import javafx.geometry.Insets;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;

/**
 * The picture of a terminal: a snapshot of it, the pixels painted from that, and the node that shows them. What it shows may be
 * the screen or any part of the scrollback. Lives on the JavaFX thread.
 */
final class TerminalScreen {
    private final Terminal terminal;
    private final ConsoleToolkit toolkit;
    private final ImageView view = new ImageView();
    /** Exactly as large as the picture, and opaque, so that what lies under it is not painted in each frame. */
    private final Pane node = new Pane(view);

    private final TerminalSnapshot shot = new TerminalSnapshot();

    private GlyphAtlas atlas;
    private ScreenPainter painter;
    private PixelBuffer<IntBuffer> buffer;
    private long scrollTop = Terminal.BOTTOM;
    private int epoch;
    private ConsoleTheme theme = ConsoleTheme.LIGHT;

    TerminalScreen(Terminal terminal, ConsoleToolkit toolkit) {
        this.terminal = terminal;
        this.toolkit = toolkit;
        view.setSmooth(false);
        node.setMouseTransparent(true);
    }

    Pane node() {
        return node;
    }

    /** As of the last {@link #paint}; not to be kept. */
    TerminalSnapshot shot() {
        return shot;
    }

    CellMetrics cell() {
        return atlas.cell();
    }

    ConsoleTheme theme() {
        return theme;
    }

    void setTheme(ConsoleTheme colours) {
        theme = colours;
        terminal.theme(colours.ansi(), colours.foreground(), colours.background(), colours.cursor());
    }

    /** Chooses the font; true if cells are of another size now. */
    boolean setFont(double size, double scale) {
        GlyphAtlas wanted = toolkit.atlas(size, scale);
        if (wanted == atlas) {
            return false;
        }
        atlas = wanted;
        painter = null;
        return true;
    }

    /** Number of the line shown first, or {@link Terminal#BOTTOM} to follow the screen. */
    long scrollTop() {
        return scrollTop;
    }

    /** Whether it follows the screen. */
    boolean following() {
        return scrollTop == Terminal.BOTTOM;
    }

    void scrollTo(long line) {
        scrollTop = line >= shot.screenTop() ? Terminal.BOTTOM : Math.max(line, shot.firstLine());
    }

    /** Changes the terminal's size; what was on top stays there. */
    void resize(int columns, int rows) {
        show(terminal.resizeQuickly(columns, rows, scrollTop));
    }

    /** The size stays as it is: the lines that nobody saw meanwhile follow. */
    void settle() {
        show(terminal.settle(scrollTop));
    }

    private void show(long top) {
        if (!following()) {
            scrollTop = top;
        }
        terminal.snapshot(shot, scrollTop);
        epoch = shot.epoch();
    }

    /** Paints what is new; true if more is to come that nobody will tell of. Does nothing before {@link #setFont}. */
    boolean paint(ScreenPainter.Overlay overlay, ScreenPainter.Look look) {
        if (atlas == null) {
            return false;
        }
        terminal.snapshot(shot, scrollTop);
        if (shot.epoch() != epoch) { // Lines have other numbers: what we looked at is gone.
            epoch = shot.epoch();
            if (!following()) {
                scrollTop = Terminal.BOTTOM;
                terminal.snapshot(shot, scrollTop);
            }
        }
        if (painter == null || painter.columns() != shot.columns() || painter.rows() != shot.rows()) {
            newPicture();
        }
        boolean[] complete = {true};
        buffer.updateBuffer(unused -> {
            ScreenPainter.Painted painted = painter.paint(shot, theme, overlay, look);
            if (!painted.complete() && atlas.rasterise()) {
                painted = painted.and(painter.paint(shot, theme, overlay, look));
            }
            complete[0] = painted.complete();
            return area(painted);
        });
        return !complete[0] || shot.held();
    }

    private Rectangle2D area(ScreenPainter.Painted painted) {
        if (painted.isEmpty()) {
            return Rectangle2D.EMPTY;
        }
        int height = cell().height();
        int rows = painted.last() - painted.first() + 1;
        return new Rectangle2D(0, (double) painted.first() * height, painter.pixels().width, (double) rows * height);
    }

    private void newPicture() {
        painter = new ScreenPainter(atlas, shot.columns(), shot.rows());
        Pixels pixels = painter.pixels();
        buffer = new PixelBuffer<>(
                pixels.width, pixels.height, IntBuffer.wrap(pixels.argb), PixelFormat.getIntArgbPreInstance());
        double width = pixels.width / cell().scale();
        double height = pixels.height / cell().scale();
        view.setImage(new WritableImage(buffer));
        view.setFitWidth(width);
        view.setFitHeight(height);
        node.resize(width, height);
        node.setOpaqueInsets(Insets.EMPTY);
    }

    /** Whether anything in the picture blinks, but for the cursor. */
    boolean blinking() {
        return painter != null && painter.blinking();
    }

    /** Paints all anew at the next frame. */
    void invalidate() {
        if (painter != null) {
            painter.invalidate();
        }
    }

    /** Lets go of the picture's memory; the next paint makes it anew. */
    void forget() {
        node.setOpaqueInsets(null);
        view.setImage(null);
        painter = null;
        buffer = null;
    }
}

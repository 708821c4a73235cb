package isthmus.app.window.console;

import isthmus.app.terminal.TerminalSnapshot;
import isthmus.app.window.Strings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;

/** What a terminal view is put together from, and where it lies: picture, scroll bar, find bar, cards. */
final class ViewParts {
    private static final double PAD = 4;
    private static final Duration FLASH = Duration.ofMillis(120);

    /** The room for cells, in units of the scene. */
    record Room(double width, double height) {}

    private final TerminalView view;
    /** A node of its own under the picture: a background of the view would be painted in each frame, see base.css. */
    private final Region ground = new Region();

    private final Region picture;
    private final FindModel find;
    private final ScrollBar bar = new ScrollBar();
    private final ScrollMarks marks = new ScrollMarks();
    private final Region flash = new Region();
    private final Label target = new Label();
    private final Label composed = new Label();
    private FindBar findBar;
    private Region card;
    private CellMetrics cell;
    private double pad;
    private boolean following;
    private ScheduledFuture<?> flashing;

    ViewParts(TerminalView view, Region picture, FindModel find) {
        this.view = view;
        this.picture = picture;
        this.find = find;
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        bar.setAccessibleText(Strings.of("console.scroll-bar"));
        bar.setMin(0);
        bar.setMax(0);
        bar.setVisible(false);
        bar.valueProperty().addListener((property, old, now) -> scrolled(now.doubleValue()));
        flash.getStyleClass().add("terminal-flash");
        flash.setMouseTransparent(true);
        flash.setVisible(false);
        target.getStyleClass().add("link-target");
        target.setMouseTransparent(true);
        target.setVisible(false);
        composed.getStyleClass().add("composed-text");
        composed.setMouseTransparent(true);
        composed.setVisible(false);
        view.children().addAll(ground, picture, flash, composed, bar, marks, target);
        for (Node each : view.children()) {
            each.setManaged(false);
        }
    }

    void setGround(Background background) {
        ground.setBackground(background);
    }

    private void scrolled(double value) {
        if (!following) {
            view.scrollTo(view.screen().shot().firstLine() + Math.round(value));
        }
    }

    Room layOut(CellMetrics metrics) {
        cell = metrics;
        double scale = metrics.scale();
        pad = Math.round(PAD * scale) / scale;
        picture.setLayoutX(pad);
        picture.setLayoutY(pad);
        double width = view.getWidth();
        double height = view.getHeight();
        double barWidth = Math.ceil(bar.prefWidth(-1));
        bar.resizeRelocate(width - barWidth, 0, barWidth, height);
        marks.setHeight(height);
        marks.relocate(width - barWidth - ScrollMarks.WIDTH, 0);
        ground.resizeRelocate(0, 0, width, height);
        flash.resizeRelocate(0, 0, width, height);
        double right = width - barWidth - ScrollMarks.WIDTH - 8;
        double top = 8;
        if (findBar != null) {
            top += place(findBar, right, top, width) + 8;
        }
        if (card != null) {
            place(card, right, top, width);
        }
        placeTarget();
        return new Room(Math.max(0, width - barWidth - ScrollMarks.WIDTH - pad), Math.max(0, height - 2 * pad));
    }

    private static double place(Region node, double right, double top, double width) {
        double w = Math.min(node.prefWidth(-1), width - 16);
        double h = node.prefHeight(w);
        node.resizeRelocate(Math.max(8, Math.rint(right - w)), top, Math.rint(w), Math.rint(h));
        return h;
    }

    private void placeTarget() {
        if (target.isVisible()) {
            double w = Math.min(target.prefWidth(-1), view.getWidth() - 24);
            double h = target.prefHeight(w);
            target.resizeRelocate(0, Math.rint(view.getHeight() - h), Math.ceil(w), Math.ceil(h));
        }
    }

    /** The scroll bar follows the picture. */
    void follow(TerminalSnapshot shot, ConsoleTheme theme) {
        following = true;
        try {
            double lines = shot.screenTop() - shot.firstLine();
            if (bar.getMax() != lines) {
                bar.setMax(lines);
                bar.setVisible(lines > 0);
                bar.setBlockIncrement(shot.rows());
                bar.setUnitIncrement(1);
                bar.setVisibleAmount(lines == 0 ? 1 : shot.rows() * lines / (lines + shot.rows()));
            }
            double value = shot.top() - shot.firstLine();
            if (bar.getValue() != value) {
                bar.setValue(value);
            }
        } finally {
            following = false;
        }
        if (findBar != null) {
            marks.paint(shot, find.matches(), find.current(), theme);
        }
    }

    double column(double x) {
        return cell == null ? 0 : (x - pad) * cell.scale() / cell.width();
    }

    double row(double y) {
        return cell == null ? 0 : (y - pad) * cell.scale() / cell.height();
    }

    double x(int column) {
        return pad + column * cell.width() / cell.scale();
    }

    double y(int row) {
        return pad + row * cell.height() / cell.scale();
    }

    // --- what comes and goes ---------------------------------------------------------------------------------------

    Optional<FindBar> findBar() {
        return Optional.ofNullable(findBar);
    }

    void openFind() {
        if (findBar == null) {
            findBar = new FindBar(find, view::step, this::closeFind);
            add(findBar);
        }
        findBar.enter();
        find.refresh();
    }

    void closeFind() {
        if (findBar != null) {
            Region closing = findBar;
            findBar = null;
            remove(closing);
            find.clear();
            marks.paint(view.screen().shot(), find.matches(), -1, view.screen().theme());
        }
    }

    void ask(PasteCard asking) {
        closeCard();
        card = asking;
        add(asking);
        asking.enter();
    }

    void closeCard() {
        if (card != null) {
            Region closing = card;
            card = null;
            remove(closing);
        }
    }

    private void add(Region node) {
        node.setManaged(false);
        view.children().add(node);
        node.applyCss();
        view.requestLayout();
        view.layout();
    }

    private void remove(Region node) {
        view.children().remove(node);
        view.requestLayout();
        view.requestFocus();
    }

    /** Where a link leads; null to say nothing. */
    void showTarget(String text) {
        target.setVisible(text != null);
        target.setText(text == null ? "" : text);
        view.requestLayout();
    }

    /** What the input method is composing, at the cursor. */
    void showComposed(String text) {
        composed.setText(text);
        composed.setVisible(!text.isEmpty());
        TerminalSnapshot shot = view.screen().shot();
        composed.autosize();
        composed.relocate(x(shot.cursorColumn()), y(Math.max(0, shot.cursorRow())));
    }

    /** The bell, to be seen. */
    void flash() {
        flash.setVisible(true);
        if (flashing != null) {
            flashing.cancel(false);
        }
        flashing = view.toolkit().after(FLASH, () -> flash.setVisible(false));
    }

    void close() {
        if (flashing != null) {
            flashing.cancel(false);
        }
    }
}

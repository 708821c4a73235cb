package isthmus.app.window.console;

import isthmus.app.terminal.Key;
import isthmus.app.terminal.KeyEncoder;
import isthmus.app.terminal.MouseEncoder;
import isthmus.app.terminal.MouseEncoder.Action;
import isthmus.app.terminal.Selection.Unit;
import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalModes;
import isthmus.app.terminal.TerminalSnapshot;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/**
 * What the mouse does: it belongs to the guest if that tracks it and Shift is not held, else it selects, scrolls and opens
 * links. Lives on the JavaFX thread.
 */
final class ViewMouse {
    private static final Duration AUTO_SCROLL = Duration.ofMillis(50);
    private static final int WHEEL_ROWS = 3;

    /** What the mouse works on. */
    interface Target {
        Terminal terminal();

        TerminalScreen screen();

        /** Cells right of the first column, with a fraction; may lie outside. */
        double column(double x);

        double row(double y);

        void type(byte[] bytes);

        void scrollBy(long rows);

        void selectionChanged();

        void selectionMade();

        void middleClick();

        /** The mouse is on a link, or (null) on none. Armed: a click would open it. */
        void hover(Presenter.LinkSpan link, boolean armed);

        void open(Presenter.LinkSpan link);

        ConsoleToolkit toolkit();
    }

    private final Target target;
    private Unit unit;
    private boolean guestHolds;
    private int heldButton = MouseEncoder.NONE;
    private int lastColumn = -1;
    private int lastRow = -1;
    private double wheel;
    private MouseEvent lastDrag;
    private ScheduledFuture<?> autoScroll;

    ViewMouse(Target target) {
        this.target = target;
    }

    private TerminalModes modes() {
        return target.terminal().modes();
    }

    private boolean guests(boolean shift) {
        return MouseEncoder.wants(modes()) && !shift && target.screen().following();
    }

    void pressed(MouseEvent event) {
        if (guests(event.isShiftDown())) {
            guestHolds = true;
            heldButton = button(event.getButton());
            report(Action.PRESS, heldButton, event);
            return;
        }
        switch (event.getButton()) {
            case PRIMARY -> select(event);
            case MIDDLE -> target.middleClick();
            default -> {}
        }
    }

    private void select(MouseEvent event) {
        Presenter.LinkSpan link = event.isControlDown() ? link(event) : null;
        if (link != null) {
            target.open(link);
            return;
        }
        if (event.isShiftDown() && !target.terminal().selection().isEmpty()) {
            unit = unit == null ? Unit.CHARACTER : unit;
            extend(event);
            return;
        }
        unit = switch (event.getClickCount() % 3) {
            case 2 -> Unit.WORD;
            case 0 -> Unit.LINE;
            default -> event.isAltDown() ? Unit.BLOCK : Unit.CHARACTER;
        };
        target.terminal().selection().start(line(event), border(event), unit);
        target.selectionChanged();
    }

    void dragged(MouseEvent event) {
        if (guestHolds) {
            moved(event, heldButton);
        } else if (unit != null && event.isPrimaryButtonDown()) {
            extend(event);
            lastDrag = event;
            boolean outside =
                    rowOf(event) < 0 || rowOf(event) >= target.screen().shot().rows();
            if (outside && autoScroll == null) {
                autoScroll = target.toolkit().every(AUTO_SCROLL, this::scrollOn);
            } else if (!outside) {
                stopScrolling();
            }
        }
    }

    /** The selection was dragged past the edge: the farther, the faster. */
    private void scrollOn() {
        if (lastDrag == null) {
            return;
        }
        int row = rowOf(lastDrag);
        int last = target.screen().shot().rows() - 1;
        target.scrollBy(row < 0 ? row : row - last);
        extend(lastDrag);
    }

    private void stopScrolling() {
        if (autoScroll != null) {
            autoScroll.cancel(false);
            autoScroll = null;
        }
    }

    private void extend(MouseEvent event) {
        target.terminal().selection().extend(line(event), border(event));
        target.selectionChanged();
    }

    void released(MouseEvent event) {
        stopScrolling();
        lastDrag = null;
        if (guestHolds) {
            guestHolds = false;
            report(Action.RELEASE, heldButton, event);
            heldButton = MouseEncoder.NONE;
        } else if (unit != null && event.getButton() == MouseButton.PRIMARY) {
            target.selectionMade();
        }
    }

    void moved(MouseEvent event) {
        if (guests(event.isShiftDown())) {
            moved(event, MouseEncoder.NONE);
        }
        Presenter.LinkSpan link = link(event);
        target.hover(link, link != null && event.isControlDown());
    }

    private void moved(MouseEvent event, int button) {
        int column = columnOf(event);
        int row = rowOf(event);
        if (column != lastColumn || row != lastRow) {
            report(Action.MOVE, button, event);
        }
    }

    private Presenter.LinkSpan link(MouseEvent event) {
        return LinkFinder.at(target.screen().shot(), rowOf(event), columnOf(event));
    }

    private void report(Action action, int button, MouseEvent event) {
        TerminalSnapshot shot = target.screen().shot();
        lastColumn = columnOf(event);
        lastRow = rowOf(event);
        int column = Math.clamp(lastColumn, 0, shot.columns() - 1);
        int row = Math.clamp(lastRow, 0, shot.rows() - 1);
        int modifiers = ViewKeys.bits(event.isShiftDown(), event.isAltDown(), event.isControlDown());
        target.type(MouseEncoder.encode(action, button, modifiers, column, row, modes()));
    }

    private static int button(MouseButton button) {
        return switch (button) {
            case MIDDLE -> MouseEncoder.MIDDLE;
            case SECONDARY -> MouseEncoder.RIGHT;
            case BACK -> MouseEncoder.BACK;
            case FORWARD -> MouseEncoder.FORWARD;
            default -> MouseEncoder.LEFT;
        };
    }

    void scrolled(ScrollEvent event) {
        double unitHeight =
                target.screen().cell().height() / target.screen().cell().scale();
        // A notch of a wheel is 40 units or a number of lines; a touchpad gives small parts of it.
        wheel += event.getTextDeltaYUnits() == ScrollEvent.VerticalTextScrollUnits.LINES
                ? event.getTextDeltaY()
                : event.getDeltaY()
                        * WHEEL_ROWS
                        / (event.isInertia() || !event.isDirect() ? 40 : WHEEL_ROWS * unitHeight);
        int rows = (int) wheel;
        if (rows == 0) {
            return;
        }
        wheel -= rows;
        if (guests(event.isShiftDown())) {
            guestWheel(event, rows);
        } else if (modes().alternateScreen()
                && modes().alternateScroll()
                && target.screen().following()) {
            byte[] key = KeyEncoder.encode(rows > 0 ? Key.UP : Key.DOWN, 0, modes());
            for (int i = 0; i < Math.abs(rows); i++) {
                target.type(key);
            }
        } else {
            target.scrollBy(-rows);
        }
    }

    private void guestWheel(ScrollEvent event, int rows) {
        TerminalSnapshot shot = target.screen().shot();
        int button = rows > 0 ? MouseEncoder.WHEEL_UP : MouseEncoder.WHEEL_DOWN;
        int column = Math.clamp((int) target.column(event.getX()), 0, shot.columns() - 1);
        int row = Math.clamp((int) target.row(event.getY()), 0, shot.rows() - 1);
        int modifiers = ViewKeys.bits(event.isShiftDown(), event.isAltDown(), event.isControlDown());
        int notches = Math.max(1, Math.abs(rows) / WHEEL_ROWS);
        for (int i = 0; i < notches; i++) {
            target.type(MouseEncoder.encode(Action.PRESS, button, modifiers, column, row, modes()));
        }
    }

    private int columnOf(MouseEvent event) {
        return (int) Math.floor(target.column(event.getX()));
    }

    private int rowOf(MouseEvent event) {
        return (int) Math.floor(target.row(event.getY()));
    }

    private long line(MouseEvent event) {
        TerminalSnapshot shot = target.screen().shot();
        return shot.top() + Math.clamp(rowOf(event), 0, shot.rows() - 1);
    }

    /** The border between cells nearest to the mouse; for words and lines the cell itself. */
    private int border(MouseEvent event) {
        double column = target.column(event.getX());
        int columns = target.screen().shot().columns();
        if (unit == Unit.WORD || unit == Unit.LINE) {
            return Math.clamp((int) Math.floor(column), 0, columns - 1);
        }
        return Math.clamp(Math.round(column), 0, columns);
    }
}

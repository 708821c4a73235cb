package isthmus.app.window.console;

import isthmus.app.terminal.Link;
import isthmus.app.terminal.Search;
import isthmus.app.terminal.TerminalSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

/**
 * Decides when the screen is painted and with what over the text: selection, what was found, the link under the mouse, the
 * cursor's blinking. Lives on the JavaFX thread, but for {@link #request}.
 */
final class Presenter implements ScreenPainter.Overlay {
    private static final Duration BLINK = Duration.ofMillis(530);

    private final TerminalScreen screen;
    private final ConsoleToolkit toolkit;
    private final Runnable painted;
    private final PaintLoop loop;
    private final FrameMeter meter = new FrameMeter();

    private List<Search.Match> matches = List.of();
    private int currentMatch = -1;
    private int matchEpoch;
    private LinkSpan link;
    private boolean focused;
    private boolean shown;
    private boolean alive = true;
    private boolean cursorOn = true;
    private boolean blinkOn = true;
    private ScheduledFuture<?> blinking;

    /** @param painted called after each frame */
    Presenter(TerminalScreen screen, ConsoleToolkit toolkit, Runnable painted) {
        this.screen = screen;
        this.toolkit = toolkit;
        this.painted = painted;
        this.loop = new PaintLoop(this::frame, meter);
    }

    FrameMeter meter() {
        return meter;
    }

    /** Any thread: something may look other than before. */
    void request() {
        loop.request();
    }

    /** Any thread: whether the picture lags behind what was asked for. */
    boolean isLate() {
        return loop.isLate();
    }

    /** Paints at once: the caller is in the middle of a pulse. */
    void paintNow() {
        if (screen.paint(this, look())) {
            loop.request();
        }
        painted.run();
    }

    private boolean frame() {
        boolean more = screen.paint(this, look());
        painted.run();
        return more;
    }

    private ScreenPainter.Look look() {
        TerminalSnapshot shot = screen.shot();
        boolean lit = cursorOn || !focused || !shot.cursorBlink();
        return new ScreenPainter.Look(lit && alive, focused, !blinkOn);
    }

    void setFocused(boolean now) {
        focused = now;
        keepBlinking();
        request();
    }

    /** Nobody reads what is typed any more: there is no cursor. */
    void end() {
        alive = false;
        request();
    }

    void setShown(boolean now) {
        shown = now;
        loop.setShown(now);
        keepBlinking();
    }

    /** The cursor is to be seen: its place or the text changes by what the user does. */
    void steady() {
        cursorOn = true;
        if (blinking != null) {
            blinking.cancel(false);
            blinking = null;
        }
        keepBlinking();
    }

    /** Starts or ends the clock of what blinks; a console that nobody sees or types into needs none. */
    private void keepBlinking() {
        boolean wanted = shown && focused;
        if (wanted && blinking == null) {
            blinking = toolkit.every(BLINK, this::blink);
        } else if (!wanted && blinking != null) {
            blinking.cancel(false);
            blinking = null;
            cursorOn = true;
            blinkOn = true;
        }
    }

    private void blink() {
        boolean cursor = screen.shot().cursorBlink() && screen.shot().cursorVisible();
        boolean text = screen.blinking();
        cursorOn = !cursor || !cursorOn;
        blinkOn = !text || !blinkOn;
        if (cursor || text) {
            request();
        }
    }

    /** @param current index of the one that was jumped to, or -1 */
    void setMatches(List<Search.Match> found, int current, int epoch) {
        matches = found;
        currentMatch = current;
        matchEpoch = epoch;
        request();
    }

    /** What is to be underlined; null for nothing. */
    void setLink(LinkSpan span) {
        link = span;
        request();
    }

    @Override
    public void mark(TerminalSnapshot shot, int row, byte[] over) {
        for (int column = shot.selectionStart(row); column < shot.selectionEnd(row); column++) {
            over[column] |= CellInk.SELECTED;
        }
        long line = shot.top() + row;
        if (matchEpoch == shot.epoch()) {
            markMatches(line, over);
        }
        if (link != null) {
            link.mark(shot, row, over);
        }
    }

    private void markMatches(long line, byte[] over) {
        for (int i = firstFrom(line); i < matches.size() && matches.get(i).line() <= line; i++) {
            Search.Match match = matches.get(i);
            int from = match.line() == line ? match.column() : 0;
            int to = match.endLine() == line ? match.endColumn() : over.length;
            for (int column = from; column < Math.min(to, over.length); column++) {
                over[column] |= (byte) (i == currentMatch ? CellInk.CURRENT_MATCH : CellInk.MATCH);
            }
        }
    }

    /** Index of the first match that ends in the line or below. */
    private int firstFrom(long line) {
        int low = 0;
        int high = matches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (matches.get(middle).endLine() < line) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * A link on the screen.
     *
     * @param target what it leads to, as it is
     * @param guest the guest's own link (OSC 8), or null for an address in the text
     * @param line,from,to where the address is; its columns go on into the next lines if {@code to} is past the width
     */
    record LinkSpan(String target, Link guest, long line, int from, int to) {
        private void mark(TerminalSnapshot shot, int row, byte[] over) {
            int width = shot.columns();
            if (guest != null) {
                for (int column = 0; column < width; column++) {
                    if (shot.extra(row, column) != 0 && guest.equals(shot.link(row * width + column))) {
                        over[column] |= CellInk.LINK;
                    }
                }
                return;
            }
            long offset = (shot.top() + row - line) * width;
            for (int column = 0; column < width; column++) {
                if (offset + column >= from && offset + column < to) {
                    over[column] |= CellInk.LINK;
                }
            }
        }
    }
}

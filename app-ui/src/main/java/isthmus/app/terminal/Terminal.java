package isthmus.app.terminal;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * An xterm-compatible terminal without a window: the guest's bytes in by {@link #feed}, a copy for the painter out by {@link
 * #snapshot}, and what else the guest says by {@link TerminalEvents}. All methods may be called by any thread.
 *
 * <p>Lines have numbers that count from the first line ever shown, and keep them while they move into the scrollback; the
 * alternate screen, which has none, numbers its lines as the primary screen does. Numbers of before hold no longer once {@link
 * TerminalSnapshot#epoch} differs.
 *
 * <p>Locks: {@code feeding} is held while bytes are understood and events are told, {@code lock} guards all state. Order: feeding
 * before lock. The lock is fair and is let go between slices of input, so that a flood of output does not keep a painter waiting.
 */
public final class Terminal {
    /** For {@link #snapshot}: show the screen, not the scrollback. */
    public static final long BOTTOM = Long.MAX_VALUE;

    /** Columns and rows are between 1 and this. */
    public static final int MAXIMUM_SIZE = 2000;

    private static final int SLICE = 1 << 16;
    private static final int QUICK_ROWS = 500;

    private final ReentrantLock feeding = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final TerminalEvents events;
    private final Emulator emulator;
    private final Parser parser;
    private final Selection selection;
    private volatile TerminalModes modes;

    /**
     * @param scrollbackRows how many lines that left the screen are kept, 0 to 10 million
     */
    public Terminal(int columns, int rows, int scrollbackRows, TerminalEvents events) {
        this.events = Objects.requireNonNull(events);
        emulator = new Emulator(bounded(columns), bounded(rows), Math.clamp(scrollbackRows, 0, 10_000_000));
        parser = new Parser(new Commands(emulator));
        modes = new TerminalModes(emulator.modes.visible);
        selection = new Selection(this);
    }

    private static int bounded(int size) {
        return Math.clamp(size, 1, MAXIMUM_SIZE);
    }

    /** Understands {@code bytes[from..to-1]}, and tells the events that follow from them. */
    public void feed(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        feeding.lock();
        try {
            for (int at = from; at < to; at += SLICE) {
                tell(slice(bytes, at, Math.min(to, at + SLICE)));
            }
            events.changed();
        } finally {
            feeding.unlock();
        }
    }

    private void tell(List<Consumer<TerminalEvents>> news) {
        if (news != null) {
            news.forEach(each -> each.accept(events));
        }
    }

    private List<Consumer<TerminalEvents>> slice(byte[] bytes, int from, int to) {
        lock.lock();
        try {
            parser.feed(bytes, from, to);
            if (emulator.modes.visible != modes.bits()) {
                modes = new TerminalModes(emulator.modes.visible);
            }
            return emulator.out.take();
        } finally {
            lock.unlock();
        }
    }

    /** The modes as of the last bytes understood; never waits. */
    public TerminalModes modes() {
        return modes;
    }

    /** Changes the size; lines that were too long for the screen are broken anew. */
    public void resize(int columns, int rows) {
        resize(columns, rows, BOTTOM);
    }

    /** Changes the size, and returns the number that the line of number {@code scrollTop} has afterwards. */
    public long resize(int columns, int rows, long scrollTop) {
        return resize(columns, rows, scrollTop, Integer.MAX_VALUE);
    }

    /**
     * The same in a millisecond or so, for a window that is being dragged: only so many rows above the screen are broken anew,
     * those above them with {@link #settle} or the next resize that is not quick.
     */
    public long resizeQuickly(int columns, int rows, long scrollTop) {
        return resize(columns, rows, scrollTop, QUICK_ROWS);
    }

    private long resize(int columns, int rows, long scrollTop, int rowsAbove) {
        lock.lock();
        try {
            return new Resize(emulator).to(bounded(columns), bounded(rows), scrollTop, rowsAbove);
        } finally {
            lock.unlock();
        }
    }

    /** Breaks the lines anew that quick changes of the size left; returns the number that {@code scrollTop} has afterwards. */
    public long settle(long scrollTop) {
        lock.lock();
        try {
            return new Resize(emulator).to(emulator.columns(), emulator.rows(), scrollTop, Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Copies what a painter needs into {@code reuse}, or into a new snapshot if that is null. Rows that did not change since
     * are not copied again. While the guest holds the picture back (mode 2026, for at most half a second) it is the picture
     * from before.
     *
     * @param scrollTop number of the line to be shown first; cut to what there is, so that {@link #BOTTOM} shows the screen
     */
    public TerminalSnapshot snapshot(TerminalSnapshot reuse, long scrollTop) {
        TerminalSnapshot target = reuse == null ? new TerminalSnapshot() : reuse;
        lock.lock();
        try {
            target.take(emulator, scrollTop);
        } finally {
            lock.unlock();
        }
        return target;
    }

    /** Sets the colours that the guest has not chosen itself, as {@code 0xRRGGBB}; 16 of them, and the three of the screen. */
    public void theme(int[] sixteen, int foreground, int background, int cursor) {
        Objects.checkFromIndexSize(0, 16, sixteen.length);
        lock.lock();
        try {
            emulator.palette.theme(sixteen, foreground, background, cursor);
        } finally {
            lock.unlock();
        }
    }

    public Selection selection() {
        return selection;
    }

    /** The text of the lines {@code from..to-1}, as far as they exist; lines that were too long are one again. */
    public String text(long from, long to) {
        lock.lock();
        try {
            LineText text = new LineText(emulator.graphemes);
            Screen screen = emulator.screen;
            long end = Math.min(to, screen.topLine() + screen.rows());
            for (long number = Math.max(from, screen.firstLine); number < end; number++) {
                Row row = screen.line(number);
                text.add(row, 0, row.columns(), !row.wrapped);
                if (!row.wrapped) {
                    text.newLine();
                }
            }
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    /** The nearest line above {@code line} in which a prompt starts (OSC 133), or -1. */
    public long promptBefore(long line) {
        return prompt(line - 1, -1);
    }

    /** The nearest line below {@code line} in which a prompt starts, or -1. */
    public long promptAfter(long line) {
        return prompt(line + 1, 1);
    }

    private long prompt(long from, int step) {
        lock.lock();
        try {
            for (long number = from; ; number += step) {
                Row row = emulator.screen.line(number);
                if (row == null || (row.mark & Marks.PROMPT) != 0) {
                    return row == null ? -1 : number;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the lines above the screen. */
    public void clearScrollback() {
        lock.lock();
        try {
            emulator.primary.firstLine += emulator.primary.history.size();
            emulator.primary.history.clear();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes all lines take, about. */
    public long bytes() {
        lock.lock();
        try {
            long bytes = 0;
            for (Screen screen : List.of(emulator.primary, emulator.alternate)) {
                bytes += screen.history.bytes();
                for (Row row : screen.lines) {
                    bytes += row.bytes();
                }
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** As if the guest had sent RIS: for a screen that a program left behind in disorder. Scrollback stays. */
    public void reset() {
        List<Consumer<TerminalEvents>> news;
        lock.lock();
        try {
            parser.reset();
            emulator.reset();
            modes = new TerminalModes(emulator.modes.visible);
            news = emulator.out.take();
        } finally {
            lock.unlock();
        }
        // Without the lock for feeding: its holder may wait for the guest.
        tell(news);
        events.changed();
    }

    /** For helpers of this package, which hold it while they look at the state. */
    ReentrantLock lock() {
        return lock;
    }

    Emulator emulator() {
        return emulator;
    }
}

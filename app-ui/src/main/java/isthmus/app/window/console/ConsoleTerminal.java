package isthmus.app.window.console;

import isthmus.app.terminal.Terminal;

/**
 * What a console is without its view: the terminal, and what the guest says through it. Outlives the views that show it, one
 * after another, each on the JavaFX thread.
 */
final class ConsoleTerminal {
    private final ViewEvents events = new ViewEvents();
    private final Terminal terminal;
    private final Breath breath = new Breath(events::isLate);

    /** @param scrollback lines that are kept above the screen */
    ConsoleTerminal(int scrollback) {
        terminal = new Terminal(80, 24, scrollback, events);
    }

    Terminal terminal() {
        return terminal;
    }

    ViewEvents events() {
        return events;
    }

    /** Takes what the guest shows; on the caller's thread, and only while the caller waits. */
    void feed(byte[] bytes, int offset, int count) {
        terminal.feed(bytes, offset, offset + count);
        breath.after(count);
    }
}

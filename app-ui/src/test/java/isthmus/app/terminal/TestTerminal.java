package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A terminal that remembers its events, and says what it shows as text. */
final class TestTerminal implements TerminalEvents {
    final Terminal terminal;
    final StringBuilder answers = new StringBuilder();
    final List<String> events = new ArrayList<>();
    private TerminalSnapshot snapshot;

    TestTerminal(int columns, int rows) {
        this(columns, rows, 100);
    }

    TestTerminal(int columns, int rows, int scrollback) {
        terminal = new Terminal(columns, rows, scrollback, this);
    }

    /** Feeds text; {@code ^[} stands for ESC. */
    TestTerminal feed(String text) {
        byte[] bytes = text.replace("^[", "\033").getBytes(StandardCharsets.UTF_8);
        terminal.feed(bytes, 0, bytes.length);
        return this;
    }

    TestTerminal resize(int columns, int rows) {
        terminal.resize(columns, rows);
        return this;
    }

    TerminalSnapshot snapshot() {
        snapshot = terminal.snapshot(snapshot, Terminal.BOTTOM);
        return snapshot;
    }

    /** The rows without blanks at their ends. */
    String[] rows() {
        return rows(snapshot());
    }

    static String[] rows(TerminalSnapshot shown) {
        String[] rows = new String[shown.rows()];
        for (int y = 0; y < rows.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < shown.columns(); x++) {
                int cell = y * shown.columns() + x;
                if ((shown.flags()[cell] & Style.TAIL) == 0) {
                    String text = shown.grapheme(cell);
                    row.append(text.isEmpty() ? " " : text);
                }
            }
            rows[y] = row.toString().stripTrailing();
        }
        return rows;
    }

    /** Compares the whole screen; rows left out at the end are blank. */
    TestTerminal shows(String... expected) {
        String[] rows = rows();
        StringBuilder wanted = new StringBuilder();
        for (int y = 0; y < rows.length; y++) {
            wanted.append(y < expected.length ? expected[y] : "").append('\n');
        }
        assertEquals(wanted.toString(), String.join("\n", rows) + "\n");
        return this;
    }

    TestTerminal cursorAt(int column, int row) {
        TerminalSnapshot now = snapshot();
        assertEquals(column + "," + row, now.cursorColumn() + "," + now.cursorRow(), "cursor (column,row)");
        return this;
    }

    TestTerminal answers(String expected) {
        assertEquals(expected, answers.toString().replace("\033", "^["));
        answers.setLength(0);
        return this;
    }

    TestTerminal told(String... expected) {
        assertEquals(List.of(expected), events);
        events.clear();
        return this;
    }

    @Override
    public void answer(byte[] bytes) {
        answers.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void title(String title) {
        events.add("title " + title);
    }

    @Override
    public void bell() {
        events.add("bell");
    }

    @Override
    public void workingDirectory(String path) {
        events.add("directory " + path);
    }

    @Override
    public void clipboard(String text) {
        events.add("clipboard " + text);
    }

    @Override
    public void commandEnded(int status) {
        events.add("status " + status);
    }

    @Override
    public void progress(int percent) {
        events.add("progress " + percent);
    }

    @Override
    public void notification(String text) {
        events.add("notification " + text);
    }
}

package isthmus.app.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A screen as text: its rows, then the cursor, then for each row the cells that are not as the default, as in {@code 3: 0-11
 * fg=#5f87ff bold}. As a program it prints the screens after files were fed; arguments: columns, rows, files. Used by {@code
 * screens.py}.
 */
final class ScreenDump {
    private static final String[] NAMES = {
        "bold", "faint", "italic", "blink", "inverse", "invisible", "strike", "overline"
    };

    private ScreenDump() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (int i = 2; i < arguments.length; i++) {
            byte[] bytes = Files.readAllBytes(Path.of(arguments[i]));
            out.print(of(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), bytes));
            out.print('\f');
        }
        out.flush();
    }

    static String of(int columns, int rows, byte[] bytes) {
        Terminal terminal = new Terminal(columns, rows, 1000, answer -> {});
        terminal.feed(bytes, 0, bytes.length);
        TerminalSnapshot shown = terminal.snapshot(null, Terminal.BOTTOM);
        StringBuilder text = new StringBuilder();
        for (String row : TestTerminal.rows(shown)) {
            text.append(row).append('\n');
        }
        text.append("cursor ").append(shown.cursorColumn()).append(',').append(shown.cursorRow());
        text.append(shown.cursorVisible() ? "\n" : " hidden\n");
        for (int row = 0; row < rows; row++) {
            attributes(text, shown, row);
        }
        return text.toString();
    }

    private static void attributes(StringBuilder text, TerminalSnapshot shown, int row) {
        int from = 0;
        for (int x = 1; x <= shown.columns(); x++) {
            String style = style(shown, row * shown.columns() + from);
            if (x == shown.columns() || !style.equals(style(shown, row * shown.columns() + x))) {
                if (!style.isEmpty()) {
                    text.append(row)
                            .append(": ")
                            .append(from)
                            .append('-')
                            .append(x - 1)
                            .append(style)
                            .append('\n');
                }
                from = x;
            }
        }
    }

    private static String style(TerminalSnapshot shown, int cell) {
        StringBuilder style = new StringBuilder();
        int flags = shown.flags()[cell];
        boolean blank = shown.text()[cell] == 0 || shown.text()[cell] == ' ';
        // The colour of what is not to be seen is left out.
        if ((!blank || (flags & (Style.INVERSE | Style.UNDERLINE)) != 0)
                && !Colour.isDefault(shown.foreground()[cell])) {
            style.append(" fg=").append(colour(shown.foreground()[cell]));
        }
        if (!Colour.isDefault(shown.background()[cell])) {
            style.append(" bg=").append(colour(shown.background()[cell]));
        }
        for (int i = 0; i < NAMES.length; i++) {
            if ((flags & 1 << i) != 0 && (!blank || 1 << i == Style.INVERSE)) {
                style.append(' ').append(NAMES[i]);
            }
        }
        if (Style.underline(flags) != 0) {
            style.append(" underline=").append(Style.underline(flags));
        }
        return style.toString();
    }

    private static String colour(int colour) {
        return Colour.isRgb(colour)
                ? String.format(Locale.ROOT, "#%06x", Colour.value(colour))
                : Integer.toString(colour);
    }
}

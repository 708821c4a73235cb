package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real programs wrote to a terminal of 80×24, and the screens that came of it. The screens were compared with those of
 * tmux by {@code screens.py}; the only differences are emoji with a skin colour, which tmux 3.3 takes for two characters, and
 * coloured blanks at the ends of lines, which it does not tell of. In {@code tmux-margins} tmux was told that there are side
 * margins, and scrolled by them; that screen was compared with xterm's.
 */
class RecordedScreensTest {
    @ParameterizedTest
    @ValueSource(strings = {"vim", "vim-unicode", "less", "htop", "mc", "tmux", "tmux-margins"})
    void screen(String name) throws IOException {
        String expected = new String(read(name + ".screen"), StandardCharsets.UTF_8);
        assertEquals(expected, ScreenDump.of(80, 24, read(name + ".bytes")));
    }

    /** However the bytes are cut, the screen is the same. */
    @ParameterizedTest
    @ValueSource(strings = {"vim", "vim-unicode", "tmux"})
    void inSmallPieces(String name) throws IOException {
        byte[] bytes = read(name + ".bytes");
        for (int length : new int[] {1, 2, 3, 7}) {
            Terminal terminal = new Terminal(80, 24, 0, answer -> {});
            Terminal whole = new Terminal(80, 24, 0, answer -> {});
            for (int at = 0; at < bytes.length; at += length) {
                terminal.feed(bytes, at, Math.min(bytes.length, at + length));
            }
            whole.feed(bytes, 0, bytes.length);
            assertEquals(whole.text(0, 24), terminal.text(0, 24));
        }
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = RecordedScreensTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}

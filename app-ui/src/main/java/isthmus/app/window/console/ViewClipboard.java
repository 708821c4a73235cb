package isthmus.app.window.console;

import isthmus.app.terminal.Paste;
import isthmus.app.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** Copies what is selected, and pastes after asking where a paste could do harm. Lives on the JavaFX thread. */
final class ViewClipboard {
    private final Terminal terminal;
    private final TerminalInput input;
    /** Shows a question about a text; runs the second if the answer is yes. */
    private final BiConsumer<String, Runnable> ask;

    private final PrimarySelection primary;
    private boolean askBeforePaste = true;

    ViewClipboard(Terminal terminal, TerminalInput input, PrimarySelection primary, BiConsumer<String, Runnable> ask) {
        this.primary = primary;
        this.terminal = terminal;
        this.input = input;
        this.ask = ask;
    }

    /** False if nothing is selected. */
    boolean copy() {
        String text = terminal.selection().text();
        if (text.isEmpty()) {
            return false;
        }
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        content.putHtml(terminal.selection().html());
        Clipboard.getSystemClipboard().setContent(content);
        return true;
    }

    static void put(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** A selection was made with the mouse. */
    void selected() {
        String text = terminal.selection().text();
        if (!text.isEmpty()) {
            primary.set(text);
        }
    }

    void paste() {
        paste(Clipboard.getSystemClipboard().getString());
    }

    void pastePrimary() {
        primary.get(this::paste);
    }

    void paste(String text) {
        if (text == null || text.isEmpty()) {
            return;
        }
        if (askBeforePaste && Paste.needsWarning(text, terminal.modes())) {
            ask.accept(text, () -> send(text));
        } else {
            send(text);
        }
    }

    /** No more questions in this console. */
    void dontAsk() {
        askBeforePaste = false;
    }

    private void send(String text) {
        input.type(Paste.encode(text, terminal.modes()));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

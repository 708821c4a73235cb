package isthmus.app.window.console;

import isthmus.app.window.Strings;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Asks whether a text that could start commands is to be pasted, and shows it. */
final class PasteCard extends VBox {
    private static final int SHOWN_LINES = 8;
    private static final int SHOWN_CHARACTERS = 100;

    private final Button cancel = new Button(Strings.of("cancel"));

    /**
     * @param dontAsk called before {@code paste} if there are to be no more questions in this console
     * @param closed called when the card is to go, whatever the answer
     */
    PasteCard(String text, Runnable dontAsk, Runnable paste, Runnable closed) {
        getStyleClass().addAll("console-card", "paste-card");
        Label title = new Label(Strings.of(
                hasControls(text) ? "paste.controls" : "paste.lines",
                text.lines().count()));
        title.getStyleClass().add("dialog-title");
        title.setWrapText(true);
        Label preview = new Label(preview(text));
        preview.getStyleClass().add("paste-preview");
        CheckBox silence = new CheckBox(Strings.of("paste.dont-ask"));
        silence.setId("paste-dont-ask");
        Button yes = new Button(Strings.of("paste.yes"));
        yes.setId("paste-yes");
        yes.getStyleClass().add("accent");
        yes.setOnAction(event -> {
            if (silence.isSelected()) {
                dontAsk.run();
            }
            closed.run();
            paste.run();
        });
        cancel.setId("paste-cancel");
        cancel.setOnAction(event -> closed.run());
        HBox buttons = new HBox(8, yes, cancel);
        getChildren().addAll(title, preview, silence, buttons);
        setAccessibleText(title.getText());
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                closed.run();
            }
        });
    }

    void enter() {
        cancel.requestFocus();
    }

    static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' || c >= 0x7f && c < 0xa0) && c != '\n' && c != '\r' && c != '\t');
    }

    /** The first lines, with a sign for each control character. */
    static String preview(String text) {
        StringBuilder shown = new StringBuilder();
        text.lines().limit(SHOWN_LINES).forEach(line -> {
            String part = line.length() > SHOWN_CHARACTERS ? line.substring(0, SHOWN_CHARACTERS) + "…" : line;
            part.codePoints().forEach(c -> shown.appendCodePoint(visible(c)));
            shown.append('\n');
        });
        if (text.lines().count() > SHOWN_LINES) {
            shown.append('…');
        }
        return shown.toString().stripTrailing();
    }

    private static int visible(int c) {
        if (c == '\t') {
            return ' ';
        }
        if (c < ' ') {
            return 0x2400 + c; // the control pictures
        }
        return c == 0x7f ? 0x2421 : Character.getType(c) == Character.CONTROL ? 0xfffd : c;
    }
}

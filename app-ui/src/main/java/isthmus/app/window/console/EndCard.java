package isthmus.app.window.console;

import isthmus.app.engine.RunEnd;
import isthmus.app.window.Strings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Tells how the program of a console ended, and what one can do now. */
final class EndCard extends VBox {
    /** What its buttons do, and Escape. */
    record Choices(Runnable again, Runnable showTrace, Runnable copyReport, Runnable leave) {}

    private final RunEnd end;
    private final VBox facts = new VBox();
    private final Button again;

    EndCard(RunEnd end, Choices choices) {
        this.end = end;
        boolean good = EndWords.isGood(end);
        getStyleClass().addAll("end-card", good ? "good" : "bad");
        setId("end-card");
        FontIcon icon = new FontIcon(good ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add("end-icon");
        Label headline = new Label(EndWords.headline(end), icon);
        headline.setId("end-headline");
        headline.getStyleClass().add("end-headline");
        headline.setMinWidth(Region.USE_PREF_SIZE);
        again = button("run-again", Feather.ROTATE_CW, choices.again());
        again.getStyleClass().add("accent");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox line = new HBox(
                8,
                headline,
                gap,
                again,
                button("end-trace", Feather.ACTIVITY, choices.showTrace()),
                button("end-report", Feather.COPY, choices.copyReport()));
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(line);
        String explanation = EndWords.explanation(end);
        if (!explanation.isEmpty()) {
            Label text = new Label(explanation);
            text.setId("end-explanation");
            text.setWrapText(true);
            text.setMinHeight(Region.USE_PREF_SIZE);
            getChildren().add(text);
        }
        facts.getStyleClass().add("end-facts");
        setAccessibleText(headline.getText() + ". " + explanation);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                choices.leave().run();
            }
        });
    }

    /** Adds what was recorded, unless the program ended well. */
    void tell(EndFacts known) {
        facts.getChildren().clear();
        getChildren().remove(facts);
        if (!EndWords.isGood(end)) { // Programs that do well try calls that they can do without.
            list("end.missing", known.missing(), "end-missing");
            list("end.failures", known.failures(), "end-failures");
        }
        if (!facts.getChildren().isEmpty()) {
            getChildren().add(facts);
        }
    }

    private void list(String key, Iterable<String> lines, String id) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(text.isEmpty() ? "" : "\n").append(line));
        if (text.isEmpty()) {
            return;
        }
        Label title = new Label(Strings.of(key));
        title.getStyleClass().add("end-list-title");
        Label calls = new Label(text.toString());
        calls.setId(id);
        calls.getStyleClass().add("end-calls");
        title.setLabelFor(calls);
        facts.getChildren().addAll(title, calls);
    }

    void enter() {
        again.requestFocus();
    }

    private static Button button(String id, Ikon icon, Runnable action) {
        Node glyph = new FontIcon(icon);
        Button button = new Button(Strings.of("end.button." + id), glyph);
        button.setId(id);
        button.setOnAction(event -> action.run());
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}

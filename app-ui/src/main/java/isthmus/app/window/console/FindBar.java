package isthmus.app.window.console;

import isthmus.app.window.Strings;
import isthmus.app.window.Styles;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bar above a console in which a person says what to look for. */
final class FindBar extends HBox {
    private final FindModel model;
    private final TextField field = new TextField();
    private final Label count = new Label();

    /**
     * @param step goes to the next match, up if true
     * @param closed called when the bar is to go
     */
    FindBar(FindModel model, Consumer<Boolean> step, Runnable closed) {
        this.model = model;
        getStyleClass().add("find-bar");
        field.setId("find-field");
        field.setPromptText(Strings.of("find.prompt"));
        field.setAccessibleText(Strings.of("find.prompt"));
        field.setPrefColumnCount(18);
        field.textProperty().bindBidirectional(model.textProperty());
        model.wrongProperty().addListener((property, old, wrong) -> field.pseudoClassStateChanged(Styles.WRONG, wrong));
        ToggleButton letters = toggle("Aa", "find.case");
        letters.selectedProperty().bindBidirectional(model.caseSensitiveProperty());
        ToggleButton expression = toggle(".*", "find.regex");
        expression.selectedProperty().bindBidirectional(model.regularExpressionProperty());
        count.getStyleClass().add("find-count");
        count.setId("find-count");
        count.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        field,
                        count,
                        letters,
                        expression,
                        button(Feather.CHEVRON_UP, "find.previous", () -> step.accept(true)),
                        button(Feather.CHEVRON_DOWN, "find.next", () -> step.accept(false)),
                        button(Feather.X, "find.close", closed));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                closed.run();
            }
        });
        field.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                step.accept(!event.isShiftDown());
            }
        });
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        refresh();
    }

    void enter() {
        field.requestFocus();
        field.selectAll();
    }

    /** Says how much was found. */
    void refresh() {
        int all = model.matches().size();
        String text;
        if (model.wrongProperty().get()) {
            text = Strings.of("find.wrong");
        } else if (model.textProperty().get().isEmpty()) {
            text = "";
        } else if (all == 0 && model.running()) {
            text = Strings.of("find.running");
        } else if (all == 0) {
            text = Strings.of(model.complete() ? "find.none" : "find.unfinished");
        } else {
            String total = all + (model.complete() ? "" : "+");
            text = model.current() < 0
                    ? Strings.of("find.count", total)
                    : Strings.of("find.current", String.valueOf(model.current() + 1), total);
        }
        count.setText(text);
    }

    private static ToggleButton toggle(String text, String key) {
        ToggleButton button = new ToggleButton(text);
        button.setId(key.replace('.', '-'));
        button.setTooltip(new Tooltip(Strings.of(key)));
        button.setAccessibleText(Strings.of(key));
        button.getStyleClass().add("flat");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private static Button button(Ikon icon, String key, Runnable action) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(key.replace('.', '-'));
        button.setTooltip(new Tooltip(Strings.of(key)));
        button.setAccessibleText(Strings.of(key));
        button.getStyleClass().addAll("button-icon", "flat");
        button.setOnAction(event -> action.run());
        return button;
    }
}

package isthmus.app.window.start;

import isthmus.app.window.Strings;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;

/** Shows what words a line is split into. */
final class WordChips extends FlowPane {
    private static final int LIMIT = 40;

    WordChips(ObservableValue<String> line) {
        getStyleClass().add("chips");
        line.subscribe(this::show);
    }

    private void show(String line) {
        getChildren().clear();
        try {
            List<String> words = Words.split(line);
            boolean plain =
                    words.size() < 2 && line.indexOf('\\') < 0 && line.indexOf('"') < 0 && line.indexOf('\'') < 0;
            if (!plain) {
                words.stream().limit(LIMIT).forEach(word -> getChildren().add(chip(word)));
            }
            if (words.size() > LIMIT) {
                getChildren().add(new Label(Strings.of("form.arguments.more", words.size() - LIMIT)));
            }
            setAccessibleText(Strings.of("form.arguments.split", words.size()));
        } catch (Words.UnfinishedException e) { // the field says so
            setAccessibleText("");
        }
        setVisible(!getChildren().isEmpty());
        setManaged(isVisible());
    }

    private static Label chip(String word) {
        Label chip = new Label(word.isEmpty() ? Strings.of("form.arguments.empty") : word.replace(' ', '␣'));
        chip.getStyleClass().add("chip");
        chip.setMaxWidth(360);
        return chip;
    }
}

package isthmus.app.window;

import java.util.Comparator;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the palette offers for what was typed: the actions that can be done now, the best match first. */
final class PaletteModel {
    private record Scored(WindowAction action, int score) {}

    private final List<WindowAction> actions;
    private final StringProperty query = new SimpleStringProperty("");
    private final ObservableList<WindowAction> matches = FXCollections.observableArrayList();

    PaletteModel(List<WindowAction> actions) {
        this.actions = actions.stream().filter(action -> action.enabled().get()).toList();
        query.addListener((property, old, now) -> match());
        match();
    }

    StringProperty queryProperty() {
        return query;
    }

    ObservableList<WindowAction> matches() {
        return matches;
    }

    private void match() {
        matches.setAll(actions.stream()
                .flatMap(action -> FuzzyMatch.of(query.get(), action.plainLabel()).stream()
                        .map(match -> new Scored(action, match.score())))
                .sorted(Comparator.comparingInt(Scored::score).reversed())
                .map(Scored::action)
                .toList());
    }
}

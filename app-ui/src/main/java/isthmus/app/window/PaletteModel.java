package isthmus.app.window;

import java.util.Comparator;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What the palette offers for what was typed: the actions that can be done now, the best match first. */
final class PaletteModel {
    private record Scored(WindowAction action, int score) {}

    private final List<WindowAction> actions;
    private final ObservableList<WindowAction> matches = FXCollections.observableArrayList();

    PaletteModel(List<WindowAction> actions) {
        this.actions = actions.stream().filter(action -> action.enabled().get()).toList();
    }

    /** Of the last {@link #match}; empty before there was one. */
    ObservableList<WindowAction> matches() {
        return matches;
    }

    /** @param query some letters of a label; empty matches all */
    void match(String query) {
        matches.setAll(actions.stream()
                .flatMap(action -> FuzzyMatch.of(query, action.plainLabel()).stream()
                        .map(match -> new Scored(action, match.score())))
                .sorted(Comparator.comparingInt(Scored::score).reversed())
                .map(Scored::action)
                .toList());
    }
}

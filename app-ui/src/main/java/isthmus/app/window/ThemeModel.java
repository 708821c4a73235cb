package isthmus.app.window;

import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** Decides between light and dark: as a person chose, or as the system has it, now and whenever that changes. */
final class ThemeModel {
    private static final String KEY = "theme";

    private final ObjectProperty<Themes.Choice> choice = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
    private final ObservableValue<ColorScheme> system;

    /** @param system what the host's desktop has, as it changes */
    ThemeModel(Settings settings, ObservableValue<ColorScheme> system) {
        this.system = system;
        choice.set(choice(settings.get(KEY, "")));
        choice.addListener((property, old, now) -> {
            settings.put(KEY, now.name().toLowerCase(Locale.ROOT));
            decide();
        });
        system.addListener((property, old, now) -> decide());
        decide();
    }

    ObjectProperty<Themes.Choice> choiceProperty() {
        return choice;
    }

    ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    private void decide() {
        dark.set(
                switch (choice.get()) {
                    case SYSTEM -> system.getValue() == ColorScheme.DARK;
                    case LIGHT -> false;
                    case DARK -> true;
                });
    }

    private static Themes.Choice choice(String word) {
        for (Themes.Choice choice : Themes.Choice.values()) {
            if (choice.name().equalsIgnoreCase(word)) {
                return choice;
            }
        }
        return Themes.Choice.SYSTEM;
    }
}

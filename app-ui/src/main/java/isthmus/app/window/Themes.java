package isthmus.app.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Locale;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/** Light or dark, or as the system has it: the base style sheet with one of two palettes. */
public final class Themes {
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    private static final String KEY = "theme";

    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();
    private Scene scene;

    Themes(Settings settings) {
        choice.set(choice(settings.get(KEY, "")));
        choice.addListener((property, old, now) -> {
            settings.put(KEY, now.name().toLowerCase(Locale.ROOT));
            apply();
        });
        Platform.getPreferences().colorSchemeProperty().addListener((property, old, now) -> apply());
        dark.set(isDark());
    }

    /** Styles a scene, and goes on doing so. There is one scene. */
    void style(Scene styled) {
        scene = styled;
        scene.getStylesheets().setAll(sheet("base.css"), "");
        use();
    }

    public ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    /** Whether the dark palette is in use. */
    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    private void apply() {
        if (dark.get() != isDark()) {
            dark.set(isDark());
            use();
        }
    }

    private void use() {
        Application.setUserAgentStylesheet(
                dark.get() ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets().set(1, sheet(dark.get() ? "dark.css" : "light.css"));
    }

    private boolean isDark() {
        return switch (choice.get()) {
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
            case LIGHT -> false;
            case DARK -> true;
        };
    }

    private static Choice choice(String word) {
        for (Choice choice : Choice.values()) {
            if (choice.name().equalsIgnoreCase(word)) {
                return choice;
            }
        }
        return Choice.SYSTEM;
    }

    private static String sheet(String name) {
        return Themes.class.getResource(name).toExternalForm();
    }
}

package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import javafx.application.ColorScheme;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

class ThemeModelTest {
    private final ObjectProperty<ColorScheme> system = new SimpleObjectProperty<>(ColorScheme.LIGHT);

    private static Settings settings(Map<String, String> values) {
        return new Settings(values, new SettingsFile(Path.of("unused")), write -> {}, e -> {});
    }

    @Test
    void followsTheSystemUnlessToldOtherwise() {
        ThemeModel model = new ThemeModel(settings(Map.of()), system);
        assertFalse(model.darkProperty().get());
        system.set(ColorScheme.DARK);
        assertTrue(model.darkProperty().get());
        model.choiceProperty().set(Themes.Choice.LIGHT);
        assertFalse(model.darkProperty().get());
        system.set(ColorScheme.LIGHT);
        system.set(ColorScheme.DARK);
        assertFalse(model.darkProperty().get());
        model.choiceProperty().set(Themes.Choice.SYSTEM);
        assertTrue(model.darkProperty().get());
        system.set(ColorScheme.LIGHT);
        assertFalse(model.darkProperty().get());
    }

    @Test
    void whatWasChosenIsRemembered() {
        Settings settings = settings(Map.of("theme", "dark"));
        ThemeModel model = new ThemeModel(settings, system);
        assertTrue(model.darkProperty().get());
        model.choiceProperty().set(Themes.Choice.SYSTEM);
        assertEquals("system", settings.get("theme", ""));
        assertFalse(new ThemeModel(settings(Map.of("theme", "mauve")), system)
                .darkProperty()
                .get());
    }
}

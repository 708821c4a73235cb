package isthmus.app.window;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.scene.Scene;

/** Puts the theme to use that was decided on: the base style sheet with one of two palettes. */
public final class Themes {
    public enum Choice {
        SYSTEM,
        LIGHT,
        DARK
    }

    private final ThemeModel model;
    private Scene scene;

    Themes(Settings settings) {
        model = new ThemeModel(settings, Platform.getPreferences().colorSchemeProperty());
    }

    /** Styles a scene, and goes on doing so. There is one scene. */
    void style(Scene styled) {
        scene = styled;
        scene.getStylesheets().setAll(sheet("base.css"), "");
        darkProperty().subscribe(this::use);
    }

    public ObjectProperty<Choice> choiceProperty() {
        return model.choiceProperty();
    }

    /** Whether the dark palette is in use. */
    public ReadOnlyBooleanProperty darkProperty() {
        return model.darkProperty();
    }

    private void use(boolean dark) {
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets().set(1, sheet(dark ? "dark.css" : "light.css"));
    }

    private static String sheet(String name) {
        return Themes.class.getResource(name).toExternalForm();
    }
}

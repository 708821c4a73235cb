package isthmus.app.window;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the window says, from the one bundle {@code strings.properties}. */
public final class Strings {
    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("isthmus.app.window.strings", Locale.ROOT);

    private Strings() {}

    /**
     * The text of a key, its {@code {0}} and so on filled in as {@link MessageFormat} does; without arguments the text as it
     * stands.
     *
     * @throws java.util.MissingResourceException if there is none
     */
    public static String of(String key, Object... arguments) {
        String text = BUNDLE.getString(key);
        return arguments.length == 0 ? text : new MessageFormat(text, Locale.ROOT).format(arguments);
    }
}

package isthmus.app.window;

import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/**
 * Something that a person can do, as data: menus, buttons, the palette and the list of keys are made of it. Its label is the
 * string {@code action.ID}, in which an underscore precedes the mnemonic.
 *
 * @param id letters and hyphens, such as {@code close-tab}
 * @param keys null if there are none; with Ctrl+Shift, as other keys belong to the programs in the consoles
 * @param icon null if there is none
 * @param enabled whether it can be done now
 * @param run called on the JavaFX thread
 */
public record WindowAction(String id, KeyCombination keys, Ikon icon, ObservableBooleanValue enabled, Runnable run) {
    private static final ObservableBooleanValue ALWAYS = new ReadOnlyBooleanWrapper(true).getReadOnlyProperty();

    public WindowAction {
        Objects.requireNonNull(enabled);
        Objects.requireNonNull(run);
    }

    /** One that can always be done; its keys as {@link KeyCombination#valueOf} reads them, null if there are none. */
    public static WindowAction of(String id, String keys, Ikon icon, Runnable run) {
        return of(id, keys, icon, ALWAYS, run);
    }

    public static WindowAction of(String id, String keys, Ikon icon, ObservableBooleanValue enabled, Runnable run) {
        return new WindowAction(id, keys == null ? null : KeyCombination.valueOf(keys), icon, enabled, run);
    }

    /** With the mnemonic marked. */
    public String label() {
        return Strings.of("action." + id);
    }

    /** Without a mark. */
    public String plainLabel() {
        return label().replaceFirst("_", "");
    }

    /** For people, such as {@code Ctrl+Shift+P}; empty if there are none. */
    public String keysText() {
        return keys == null ? "" : keys.getDisplayText().replace('_', ' ');
    }

    /** Does it if it can be done now. */
    public void fire() {
        if (enabled.get()) {
            run.run();
        }
    }
}

package isthmus.app.window;

import java.util.function.Predicate;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/**
 * Alt by itself goes to the menus, and with a letter to one of them, but in a console it belongs to the program. JavaFX asks
 * menus before it asks what has the focus; and it takes Alt to be by itself also after another key was typed with it, unless
 * the menu that this opened got to see the end of Alt, which depends on how fast one types.
 */
final class AltKey {
    private final Predicate<KeyEvent> taker;
    private boolean alone;

    /** @param taker takes an event, and says so, if what has the focus takes all keys */
    AltKey(Predicate<KeyEvent> taker) {
        this.taker = taker;
    }

    void listen(Stage stage) {
        stage.addEventFilter(KeyEvent.ANY, this::key);
    }

    private void key(KeyEvent event) {
        boolean alt = event.getCode() == KeyCode.ALT;
        if (event.getEventType() == KeyEvent.KEY_RELEASED) {
            if (alt && !alone) {
                event.consume();
            }
        } else if ((alt || event.isAltDown()) && taker.test(event)) {
            alone = false;
            event.consume();
        } else if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            alone = alt;
        }
    }
}

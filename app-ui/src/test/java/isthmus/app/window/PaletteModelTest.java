package isthmus.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;

class PaletteModelTest {
    @Test
    void itOffersWhatCanBeDoneNowTheBestFirst() {
        WindowAction dark = WindowAction.of("theme-dark", null, null, () -> {});
        WindowAction close = WindowAction.of("close-tab", null, null, new SimpleBooleanProperty(false), () -> {});
        WindowAction keys = WindowAction.of("keys", null, null, () -> {});
        PaletteModel model = new PaletteModel(List.of(dark, close, keys));
        assertEquals(List.of(), model.matches());
        model.match("");
        assertEquals(List.of(dark, keys), model.matches());
        model.match("key");
        assertEquals(List.of(keys), model.matches());
        model.match("zzz");
        assertEquals(List.of(), model.matches());
    }
}

package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrimarySelectionTest {
    private final List<String> got = new ArrayList<>();

    private static final class Shared implements PrimarySelection.Host {
        private String text = "";
        private boolean gone;

        @Override
        public void set(String selected) throws IOException {
            check();
            text = selected;
        }

        @Override
        public String get() throws IOException {
            check();
            return text;
        }

        @Override
        public void close() {}

        private void check() throws IOException {
            if (gone) {
                throw new IOException("gone");
            }
        }
    }

    private static PrimarySelection over(Shared shared) {
        return new PrimarySelection(shared, Runnable::run, Runnable::run);
    }

    @Test
    void whatAnotherProgramSelectedLaterIsPasted() {
        Shared shared = new Shared();
        PrimarySelection primary = over(shared);
        primary.set("ours");
        assertEquals("ours", shared.text);
        primary.get(got::add);
        shared.text = "theirs";
        primary.get(got::add);
        assertEquals(List.of("ours", "theirs"), got);
    }

    @Test
    void withoutOneOfTheHostsItIsOurs() {
        PrimarySelection primary = over(null);
        primary.get(got::add);
        primary.set("ours");
        primary.get(got::add);
        assertEquals(List.of("", "ours"), got);
    }

    @Test
    void aDisplayThatWentAwayLeavesOurs() {
        Shared shared = new Shared();
        PrimarySelection primary = over(shared);
        primary.set("ours");
        shared.gone = true;
        primary.get(got::add);
        assertEquals(List.of("ours"), got);
    }
}

package isthmus.app.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers what the guest's bytes caused until the terminal's lock is free again. Guarded by the terminal's lock. */
final class Outbox {
    /** More answers than this from one slice of input are not a program asking but one flooding. */
    private static final int ANSWER_LIMIT = 1 << 20;

    private static final int EVENT_LIMIT = 1000;

    private ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private List<Consumer<TerminalEvents>> events = new ArrayList<>();
    private String title;
    private boolean bell;

    void answer(String text) {
        if (answers.size() + text.length() <= ANSWER_LIMIT) {
            answers.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    void title(String text) {
        title = text;
    }

    void bell() {
        bell = true;
    }

    void event(Consumer<TerminalEvents> event) {
        if (events.size() < EVENT_LIMIT) {
            events.add(event);
        }
    }

    /** What to tell, in order, or null if there is nothing; the outbox is empty afterwards. */
    List<Consumer<TerminalEvents>> take() {
        if (answers.size() == 0 && events.isEmpty() && title == null && !bell) {
            return null;
        }
        List<Consumer<TerminalEvents>> taken = events;
        events = new ArrayList<>();
        if (answers.size() > 0) {
            byte[] bytes = answers.toByteArray();
            taken.add(to -> to.answer(bytes));
            answers = new ByteArrayOutputStream();
        }
        if (title != null) {
            String text = title;
            taken.add(to -> to.title(text));
            title = null;
        }
        if (bell) {
            taken.add(TerminalEvents::bell);
            bell = false;
        }
        return taken;
    }
}

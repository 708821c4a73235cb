package isthmus.app.terminal;

import java.util.ArrayDeque;
import java.util.Deque;

/** The title and the stack of titles (XTWINOPS 22 and 23). Guarded by the terminal's lock. */
final class Titles {
    private static final int LENGTH = 1024;
    private static final int DEPTH = 16;

    private final Outbox out;
    private final Deque<String> stack = new ArrayDeque<>();
    private String title = "";

    Titles(Outbox out) {
        this.out = out;
    }

    void set(String text) {
        String clean = sanitise(text, LENGTH);
        if (!clean.equals(title)) {
            title = clean;
            out.title(clean);
        }
    }

    void push() {
        if (stack.size() == DEPTH) {
            stack.removeLast();
        }
        stack.push(title);
    }

    void pop() {
        if (!stack.isEmpty()) {
            set(stack.pop());
        }
    }

    void reset() {
        stack.clear();
        set("");
    }

    /** Guest text fit to be shown in one line: no control, format or half characters, at most {@code limit} of them. */
    static String sanitise(String text, int limit) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(limit).forEach(codePoint -> {
            int type = Character.getType(codePoint);
            boolean shown = switch (type) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> codePoint == 0x200d;
                default -> true;
            };
            if (shown) {
                clean.appendCodePoint(codePoint);
            }
        });
        return clean.toString();
    }
}

package isthmus.app.window.console;

import isthmus.app.terminal.Link;
import isthmus.app.terminal.TerminalSnapshot;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a place on the screen links to: by OSC 8, or an address in the text. */
final class LinkFinder {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://|mailto:)[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]+", Pattern.CASE_INSENSITIVE);
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");
    /** Rows of one line that are looked at on each side. */
    private static final int REACH = 20;

    private LinkFinder() {}

    /** The link there, or null. */
    static Presenter.LinkSpan at(TerminalSnapshot shot, int row, int column) {
        if (row < 0 || row >= shot.rows() || column < 0 || column >= shot.columns()) {
            return null;
        }
        Link link = shot.link(row * shot.columns() + column);
        if (link != null) {
            return new Presenter.LinkSpan(link.uri(), link, 0, 0, 0);
        }
        int first = row;
        while (first > 0 && row - first < REACH && shot.wrapped(first - 1)) {
            first--;
        }
        int last = row;
        while (last < shot.rows() - 1 && last - row < REACH && shot.wrapped(last)) {
            last++;
        }
        String text = text(shot, first, last);
        int at = (row - first) * shot.columns() + column;
        Matcher matcher = ADDRESS.matcher(text);
        while (matcher.find() && matcher.start() <= at) {
            int end = end(text, matcher.start(), matcher.end());
            if (at < end) {
                String target = text.substring(matcher.start(), end);
                return new Presenter.LinkSpan(target, null, shot.top() + first, matcher.start(), end);
            }
        }
        return null;
    }

    /** One char a cell; what is no ASCII ends an address anyway. */
    private static String text(TerminalSnapshot shot, int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int cell = first * shot.columns(); cell < (last + 1) * shot.columns(); cell++) {
            int code = shot.text()[cell];
            text.append(code > ' ' && code < 0x7f ? (char) code : ' ');
        }
        return text.toString();
    }

    /** Without what ends a sentence, and without a closing bracket that was opened before the address. */
    private static int end(String text, int start, int end) {
        int last = end;
        while (last > start + 1) {
            char c = text.charAt(last - 1);
            String address = text.substring(start, last);
            boolean loose = ".,;:!?'".indexOf(c) >= 0
                    || c == ')' && count(address, ')') > count(address, '(')
                    || c == ']' && count(address, ']') > count(address, '[');
            if (!loose) {
                break;
            }
            last--;
        }
        return last;
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    /** Whether an address may be opened on the host; what the guest names may be anything. */
    static boolean mayOpen(String target) {
        int colon = target.indexOf(':');
        return colon > 0
                && SCHEMES.contains(target.substring(0, colon).toLowerCase(Locale.ROOT))
                && ADDRESS.matcher(target).matches();
    }
}

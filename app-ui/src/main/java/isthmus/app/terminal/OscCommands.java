package isthmus.app.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Operating system commands: titles, colours, links, the clipboard, and what shells tell. Guarded by the terminal's lock. */
final class OscCommands {
    private static final int LINK_LENGTH = 4096;
    private static final int TEXT_LENGTH = 1024;

    private final Emulator e;
    private final OscColours colours;
    private long linkCount;

    OscCommands(Emulator emulator) {
        e = emulator;
        colours = new OscColours(e);
    }

    void dispatch(byte[] text, int length) {
        int number = 0;
        int at = 0;
        while (at < length && at < 5 && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + text[at++] - '0';
        }
        if (at == 0 || at < length && text[at] != ';') {
            return;
        }
        String rest = at < length ? new String(text, at + 1, length - at - 1, StandardCharsets.UTF_8) : "";
        switch (number) {
            case 0, 2 -> e.titles.set(rest);
            case 4 -> colours.indexed(rest);
            case 104 -> colours.resetIndexed(rest);
            case 10, 11, 12 -> colours.dynamic(number, rest);
            case 110, 111, 112 -> e.palette.reset(Palette.FOREGROUND + number - 110);
            case 7 -> workingDirectory(rest);
            case 8 -> link(rest);
            case 9 -> notification(rest);
            case 777 -> urgency(rest);
            case 52 -> clipboard(rest);
            case 133 -> mark(rest);
            default -> {}
        }
    }

    /** {@code file://HOST/PATH}, the path with percent signs, or a path alone. */
    private void workingDirectory(String text) {
        String path = text;
        if (text.startsWith("file://")) {
            int slash = text.indexOf('/', "file://".length());
            path = slash < 0 ? null : Percent.decode(text.substring(slash));
        }
        if (path != null && path.startsWith("/") && path.length() <= LINK_LENGTH) {
            String clean = Titles.sanitise(path, LINK_LENGTH);
            if (clean.equals(path)) {
                e.out.event(to -> to.workingDirectory(clean));
            }
        }
    }

    private void link(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return;
        }
        String uri = text.substring(semicolon + 1);
        Link link = null;
        if (!uri.isEmpty()) {
            if (uri.length() > LINK_LENGTH || !Titles.sanitise(uri, LINK_LENGTH).equals(uri)) {
                return;
            }
            link = new Link(uri, id(text.substring(0, semicolon)));
        }
        Extra now = e.extras.get(e.extra);
        e.extra = e.extra(new Extra(link, now.underlineColour()));
    }

    /** Links without an id are each their own. */
    private String id(String parameters) {
        for (String parameter : parameters.split(":", -1)) {
            if (parameter.startsWith("id=") && parameter.length() > 3 && parameter.length() <= 256) {
                return parameter.substring(3);
            }
        }
        return "\0" + ++linkCount;
    }

    private void notification(String text) {
        if (text.startsWith("4;")) {
            progress(text.split(";", -1));
        } else if (!text.isEmpty()) {
            String clean = Titles.sanitise(text, TEXT_LENGTH);
            e.out.event(to -> to.notification(clean));
        }
    }

    /** {@code 4;STATE;PERCENT}: state 0 is none, 3 unknown. */
    private void progress(String[] parts) {
        int state = number(parts, 1);
        if (state == 0 || state == 3) {
            e.out.event(to -> to.progress(-1));
        } else if (state > 0 && state <= 4) {
            int percent = Math.clamp(number(parts, 2), 0, 100);
            e.out.event(to -> to.progress(percent));
        }
    }

    private static int number(String[] parts, int index) {
        if (index >= parts.length || !parts[index].matches("[0-9]{1,4}")) {
            return index < 2 ? -1 : 0;
        }
        return Integer.parseInt(parts[index]);
    }

    /** {@code notify;TITLE;TEXT}. */
    private void urgency(String text) {
        if (text.startsWith("notify;")) {
            String clean = Titles.sanitise(text.substring("notify;".length()).replace(";", ": "), TEXT_LENGTH);
            e.out.event(to -> to.notification(clean));
        }
    }

    /** Only setting: what the user has in the clipboard is none of the guest's business. */
    private void clipboard(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return;
        }
        String data = text.substring(semicolon + 1);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException notBase64) {
            return; // a question, or nonsense
        }
        if (bytes.length > 0) {
            String clean = Paste.clean(new String(bytes, StandardCharsets.UTF_8));
            e.out.event(to -> to.clipboard(clean));
        }
    }

    /** OSC 133, as FinalTerm had it. */
    private void mark(String text) {
        if (text.isEmpty()) {
            return;
        }
        Row row = e.screen.touch(e.y);
        switch (text.charAt(0)) {
            case 'A', 'P' -> row.mark |= e.lastStatus > 0 ? Marks.PROMPT | Marks.FAILED : Marks.PROMPT;
            case 'B' -> row.mark |= Marks.INPUT;
            case 'C' -> row.mark |= Marks.OUTPUT;
            case 'D' -> {
                String[] parts = text.split(";", -1);
                int status = parts.length > 1 && parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
                e.lastStatus = status;
                e.out.event(to -> to.commandEnded(status));
            }
            default -> {}
        }
    }
}

package isthmus.app.window.start;

import isthmus.app.engine.GuestText;
import isthmus.app.engine.Verdict;
import isthmus.app.engine.VerdictText;
import isthmus.app.window.Strings;
import isthmus.core.south.HostException;

/**
 * What the check before the start says.
 *
 * @param title one line; empty if nothing is known yet
 * @param remedy what to do about it; empty if nothing
 */
public record Finding(Kind kind, String title, String remedy) {
    public enum Kind {
        UNKNOWN,
        /** It takes some time. */
        LOOKING,
        GOOD,
        BAD
    }

    public static final Finding UNKNOWN = new Finding(Kind.UNKNOWN, "", "");

    static Finding of(Verdict verdict) {
        VerdictText text = VerdictText.of(verdict);
        Kind kind = verdict instanceof Verdict.Ready ? Kind.GOOD : Kind.BAD;
        return new Finding(kind, words(text.what()) + ".", text.remedy() == null ? "" : words(text.remedy()));
    }

    /** The root file system cannot be read. */
    static Finding of(HostException e) {
        String text = GuestText.show(e.getMessage());
        return new Finding(Kind.BAD, text.endsWith(".") ? text : text + ".", "");
    }

    /** An archive is being unpacked. */
    static Finding looking(long done, long total) {
        return new Finding(Kind.LOOKING, Strings.of("form.looking", total == 0 ? 0 : 100 * done / total), "");
    }

    private static String words(VerdictText.Message message) {
        return Strings.of(message.key(), message.arguments().toArray());
    }
}

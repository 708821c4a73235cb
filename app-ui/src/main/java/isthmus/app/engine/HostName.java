package isthmus.app.engine;

import java.util.regex.Pattern;

/** The guest's host name: 1 to 64 letters, digits, dots and hyphens, the first no dot or hyphen (sethostname(2)). */
public final class HostName {
    /** What a guest is called unless it is said otherwise. */
    public static final String DEFAULT = "isthmus";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");

    private HostName() {}

    /**
     * The name itself, if it is one.
     *
     * @param option what to call it in a message
     * @throws OptionException if it is none
     */
    public static String parse(String option, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new OptionException(
                    option + " " + text + " is not a host name; use up to 64 letters, digits, dots and hyphens");
        }
        return text;
    }
}

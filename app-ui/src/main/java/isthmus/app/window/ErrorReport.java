package isthmus.app.window;

import isthmus.app.cli.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/**
 * An error of ours, to be reported.
 *
 * @param code short, the same for the same error at the same place, such as {@code E-3F2A}: what one can search for
 * @param summary one line
 * @param details what a report needs: versions and the stack; nothing of the user's files but what a message names
 */
record ErrorReport(String code, String summary, String details) {
    static ErrorReport of(Throwable error, String host) {
        StringWriter stack = new StringWriter();
        error.printStackTrace(new PrintWriter(stack));
        String code = code(error);
        String summary = error.getMessage() == null
                ? error.getClass().getSimpleName()
                : error.getClass().getSimpleName() + ": " + error.getMessage();
        String details = "Isthmus " + Version.text() + ", error " + code + "\n" + host + "\n"
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + System.getProperty("java.runtime.version") + ", JavaFX "
                + System.getProperty("javafx.runtime.version")
                + "\n\n" + stack;
        return new ErrorReport(code, summary, details);
    }

    /** Of the kind of error and the innermost place of ours, without its line: lines move. */
    private static String code(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        StringBuilder place = new StringBuilder(root.getClass().getName());
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith("isthmus.")) {
                place.append(' ').append(frame.getClassName()).append('.').append(frame.getMethodName());
                break;
            }
        }
        int hash = place.toString().hashCode();
        return String.format(Locale.ROOT, "E-%04X", (hash ^ hash >>> 16) & 0xffff);
    }
}

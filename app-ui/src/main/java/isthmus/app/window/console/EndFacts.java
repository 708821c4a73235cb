package isthmus.app.window.console;

import java.util.List;

/**
 * What was recorded of a run and may tell why it ended as it did.
 *
 * @param failures the last calls that failed, oldest first, as strace shows them
 * @param missing calls that were made and that Isthmus does not have
 * @param complete false if not all calls were recorded
 */
public record EndFacts(List<String> failures, List<String> missing, boolean complete) {
    /** Nothing was recorded. */
    public static final EndFacts NONE = new EndFacts(List.of(), List.of(), false);

    public EndFacts {
        failures = List.copyOf(failures);
        missing = List.copyOf(missing);
    }
}

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a module of Python's suite says of its cases, natively and in Isthmus. */
final class PythonVerdicts {
    /** The verdict of one case, as unittest's verbose output has it; a case may print between its name and its verdict. */
    private static final Pattern VERDICT = Pattern.compile(
            "^test\\w+ \\(([\\w.]+)\\)(?:(?!^test\\w+ \\()[\\s\\S])*?\\.\\.\\. (?:(?!^test\\w+ \\()[\\s\\S])*?(ok|FAIL|ERROR|skipped|expected failure)\\b",
            Pattern.MULTILINE);

    private PythonVerdicts() {}

    /** The command that runs a module but for some cases, below a shell as it has a parent natively too. */
    static List<String> command(String suite, String module, List<String> leftOut) {
        // With the same limit of open files: some cases open as many as they may.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -Hn 4096; \"$0\" \"$@\"; exit $?"));
        command.addAll(List.of("/usr/bin/python3", "-c", suite, "test." + module));
        command.addAll(leftOut);
        return command;
    }

    /**
     * Fails if a case that passes natively does not pass, or is excluded and passes.
     *
     * @param passedNatively gets the names of those that do
     */
    static void assertSame(Outcome natively, Outcome isthmus, Exclusions exclusions, Set<String> passedNatively) {
        assertNotEquals(-1, natively.status(), () -> "does not end natively: " + tail(natively.error()));
        assertNotEquals(-1, isthmus.status(), () -> "does not end: " + tail(isthmus.error()));
        Map<String, String> expected = verdicts(natively);
        Map<String, String> found = verdicts(isthmus);
        assertFalse(expected.isEmpty(), () -> "no verdicts natively: " + tail(natively.error()));
        List<String> worse = new ArrayList<>();
        expected.forEach((name, verdict) -> {
            if (verdict.equals("ok")) {
                passedNatively.add(name);
                String here = found.getOrDefault(name, "missing");
                boolean excluded = exclusions.reason(name).isPresent();
                if (here.equals("ok") && excluded) {
                    worse.add(name + " is excluded but passes: take it out of exclusions.txt");
                } else if (!here.equals("ok") && !excluded) {
                    worse.add(name + ": " + here);
                }
            }
        });
        assertEquals(List.of(), worse, () -> tail(isthmus.error()));
        boolean someFailed = found.containsValue("FAIL") || found.containsValue("ERROR");
        assertEquals(someFailed ? 1 : 0, isthmus.status(), () -> "status: " + tail(isthmus.error()));
    }

    private static Map<String, String> verdicts(Outcome outcome) {
        Map<String, String> verdicts = new TreeMap<>();
        Matcher matcher = VERDICT.matcher(outcome.error());
        while (matcher.find()) {
            verdicts.put(matcher.group(1), matcher.group(2));
        }
        return verdicts;
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 4000));
    }
}

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Python's own tests: no case that passes natively fails in Isthmus, save those in the file of exclusions. */
class PythonSuiteIT {
    private static final int SECONDS = 600;
    /** The verdict of one case, as unittest's verbose output has it; a case may print between its name and its verdict. */
    private static final Pattern VERDICT = Pattern.compile(
            "^test\\w+ \\(([\\w.]+)\\)(?:(?!^test\\w+ \\()[\\s\\S])*?\\.\\.\\. (?:(?!^test\\w+ \\()[\\s\\S])*?(ok|FAIL|ERROR|skipped|expected failure)\\b",
            Pattern.MULTILINE);

    private static final Machines MACHINES = Machines.ofThisUser();
    private static Path folder;
    private static Exclusions exclusions;

    @BeforeAll
    static void prepare() throws IOException {
        folder = Machines.top().resolve("app-ui/src/test/python");
        exclusions = new Exclusions(folder.resolve("exclusions.txt"), "linux");
    }

    @TestFactory
    Stream<DynamicTest> modules() throws IOException {
        return Files.readAllLines(folder.resolve("modules.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(module -> DynamicTest.dynamicTest(module, () -> compare(module)));
    }

    private static void compare(String module) throws IOException, InterruptedException {
        // A shell in between, so that the interpreter has a parent, as it has natively.
        List<String> command = List.of("/bin/sh", "-c", "/usr/bin/python3 -m unittest -v test." + module + "; exit $?");
        Path directory = Files.createTempDirectory("isthmus-python");
        Map<String, String> native_ = verdicts(MACHINES.natively(directory, command, SECONDS));
        Outcome outcome = MACHINES.inIsthmus(directory, command, SECONDS);
        Map<String, String> isthmus = verdicts(outcome);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
        assertFalse(native_.isEmpty(), "no verdicts natively");
        List<String> worse = new ArrayList<>();
        native_.forEach((name, verdict) -> {
            String here = isthmus.getOrDefault(name, "missing");
            if (verdict.equals("ok")
                    && !here.equals("ok")
                    && exclusions.reason(name).isEmpty()
                    && !isExcludedClass(name)) {
                worse.add(name + ": " + here);
            }
        });
        assertEquals(List.of(), worse, () -> tail(outcome.error()));
    }

    private static boolean isExcludedClass(String name) {
        return exclusions
                .reason(name.substring(0, name.lastIndexOf('.')) + ".*")
                .isPresent();
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

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Python's own tests: no case that passes natively fails in Isthmus, save those in the file of exclusions; as the user
 * who runs the tests and, if that is root, as an ordinary user too.
 */
class PythonSuiteIT {
    private static final int SECONDS = 600;
    /** The verdict of one case, as unittest's verbose output has it; a case may print between its name and its verdict. */
    private static final Pattern VERDICT = Pattern.compile(
            "^test\\w+ \\(([\\w.]+)\\)(?:(?!^test\\w+ \\()[\\s\\S])*?\\.\\.\\. (?:(?!^test\\w+ \\()[\\s\\S])*?(ok|FAIL|ERROR|skipped|expected failure)\\b",
            Pattern.MULTILINE);

    /** What was started of the slow modules; guarded by the class. */
    private static final Map<Machines, Map<Module, FutureTask<Void>>> SLOW = new HashMap<>();

    private static Machines asTheUser;
    /** Null unless the tests run as root. */
    private static Machines asNobody;

    private static Path folder;
    private static String suite;
    private static Exclusions exclusions;
    /** Cases that passed natively, of all modules. */
    private static final Set<String> PASSED_NATIVELY = new ConcurrentSkipListSet<>();

    /**
     * A line of modules.txt.
     *
     * @param together whether it runs natively and in Isthmus at the same time, since it sleeps more than it works
     * @param slow whether it takes minutes: then it runs beside the other slow ones
     */
    private record Module(String name, boolean together, boolean slow) {
        static Module of(String line) {
            List<String> words = List.of(line.split("\\s+"));
            return new Module(words.get(0), words.contains("together"), words.contains("slow"));
        }
    }

    @BeforeAll
    static void prepare() throws IOException {
        asTheUser = new Machines(-1);
        asNobody = System.getProperty("user.name").equals("root") ? new Machines(Machines.NOBODY) : null;
        folder = Machines.top().resolve("app-ui/src/test/python");
        suite = Files.readString(folder.resolve("suite.py"));
        exclusions = new Exclusions(folder.resolve("exclusions.txt"), "linux");
    }

    private static List<Module> modules() throws IOException {
        return Files.readAllLines(folder.resolve("modules.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Module::of)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> asTheUserOfTheTests() throws IOException {
        return Stream.concat(
                all(asTheUser),
                Stream.of(DynamicTest.dynamicTest("exclusions", PythonSuiteIT::exclusionsAreFewAndTrue)));
    }

    @TestFactory
    Stream<DynamicTest> asAnOrdinaryUser() throws IOException {
        return asNobody == null ? Stream.empty() : all(asNobody);
    }

    /** Every module: one by one, and then the slow ones, which run beside each other, those of the other user included. */
    private static Stream<DynamicTest> all(Machines machines) throws IOException {
        Stream<DynamicTest> oneByOne = modules().stream()
                .filter(module -> !module.slow())
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> compare(module, machines)));
        Stream<DynamicTest> together = modules().stream()
                .filter(Module::slow)
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    startSlowOnes();
                    await(SLOW.get(machines).get(module));
                }));
        return Stream.concat(oneByOne, together);
    }

    private static synchronized void startSlowOnes() throws IOException {
        if (!SLOW.isEmpty()) {
            return;
        }
        for (Machines machines : asNobody == null ? List.of(asTheUser) : List.of(asTheUser, asNobody)) {
            Map<Module, FutureTask<Void>> tasks = new HashMap<>();
            modules().stream().filter(Module::slow).forEach(module -> tasks.put(module, comparison(module, machines)));
            tasks.values().forEach(PythonSuiteIT::start);
            SLOW.put(machines, tasks);
        }
    }

    private static FutureTask<Void> comparison(Module module, Machines machines) {
        return new FutureTask<>(() -> {
            compare(module, machines);
            return null;
        });
    }

    private static void start(FutureTask<?> task) {
        Thread.ofPlatform().daemon().start(task);
    }

    private static <T> T await(FutureTask<T> task) throws Throwable {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void exclusionsAreFewAndTrue() {
        Set<String> unknown = new TreeSet<>(exclusions.names());
        unknown.removeAll(PASSED_NATIVELY);
        unknown.removeIf(exclusions::isLeftOut);
        assertEquals(Set.of(), unknown, "excluded, but they do not pass natively");
        assertTrue(
                exclusions.count() * 50 <= PASSED_NATIVELY.size(),
                () -> exclusions.count() + " exclusions are more than 2 % of " + PASSED_NATIVELY.size() + " cases");
    }

    private static void compare(Module module, Machines machines) throws Exception {
        Path directory = Files.createTempDirectory("isthmus-python");
        // A shell in between, so that the interpreter has a parent, as it has natively, and the same limit of open
        // files: some cases open as many as they may.
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -Hn 4096; \"$0\" \"$@\"; exit $?"));
        command.addAll(List.of("/usr/bin/python3", "-c", suite, "test." + module.name()));
        command.addAll(exclusions.leftOut());
        Path here = Machines.freshDirectory(directory);
        Path there = Machines.freshDirectory(directory);
        Files.setPosixFilePermissions(directory, Files.getPosixFilePermissions(here));
        FutureTask<Outcome> natively = new FutureTask<>(() -> machines.natively(there, command, SECONDS));
        if (module.together()) {
            start(natively);
        } else {
            natively.run();
        }
        Outcome isthmus = machines.inIsthmus(here, command, SECONDS);
        assertSameVerdicts(natively.get(), isthmus);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
    }

    private static void assertSameVerdicts(Outcome natively, Outcome isthmus) {
        assertNotEquals(-1, natively.status(), () -> "does not end natively: " + tail(natively.error()));
        assertNotEquals(-1, isthmus.status(), () -> "does not end: " + tail(isthmus.error()));
        Map<String, String> expected = verdicts(natively);
        Map<String, String> found = verdicts(isthmus);
        assertFalse(expected.isEmpty(), () -> "no verdicts natively: " + tail(natively.error()));
        List<String> worse = new ArrayList<>();
        expected.forEach((name, verdict) -> {
            if (verdict.equals("ok")) {
                PASSED_NATIVELY.add(name);
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

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    /** What was started of the slow modules; guarded by the class. */
    private static final Map<Machines, Map<Module, FutureTask<Void>>> SLOW = new HashMap<>();

    private static Machines asTheUser;
    /** Null unless the tests run as root. */
    private static Machines asNobody;

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
    record Module(String name, boolean together, boolean slow) {
        static Module of(String line) {
            List<String> words = List.of(line.split("\\s+"));
            return new Module(words.get(0), words.contains("together"), words.contains("slow"));
        }
    }

    @BeforeAll
    static void prepare() throws IOException {
        asTheUser = new Machines(-1);
        asNobody = System.getProperty("user.name").equals("root") ? new Machines(Machines.NOBODY) : null;
        suite = Files.readString(folder().resolve("suite.py"));
        exclusions = new Exclusions(folder().resolve("exclusions.txt"), "linux");
    }

    static Path folder() {
        return Machines.top().resolve("app-ui/src/test/python");
    }

    static List<Module> modules() throws IOException {
        return Files.readAllLines(folder().resolve("modules.txt")).stream()
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
        List<String> command = PythonVerdicts.command(suite, module.name(), exclusions.leftOut());
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
        PythonVerdicts.assertSame(natively.get(), isthmus, exclusions, PASSED_NATIVELY);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
    }
}

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Programs run as on a host that cannot trap their calls: all call sites are replaced before they can be executed. Here
 * the host does trap, and a call that comes as a trap ends the program, which then does not do what it does natively.
 */
@Execution(ExecutionMode.CONCURRENT)
class EagerPatchingIT {
    private static final String EAGER = "-Disthmus.patch=eager";
    private static final List<String> TOPICS = List.of("raw", "signal", "memory", "thread");
    private static final List<String> SCRIPTS =
            List.of("bash.sh", "golang.sh", "java.sh", "musl.sh", "node.sh", "python.sh");
    private static final int SECONDS = 60, SCRIPT_SECONDS = 240;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private static Path folder;

    private final Machines machines = Machines.ofThisUser().withJavaOptions(EAGER);

    @TestFactory
    Stream<DynamicTest> conformance() throws IOException {
        Path sources = Machines.top().resolve("shim-linux/src/test/c");
        Exclusions exclusions = new Exclusions(sources.resolve("exclusions.txt"), "linux");
        return CProgram.all(sources).stream()
                .filter(program -> TOPICS.contains(program.topic()))
                .filter(program -> exclusions.reason(program.name()).isEmpty())
                .map(program -> DynamicTest.dynamicTest(program.name(), () -> run(program)));
    }

    private void run(CProgram program) throws IOException, InterruptedException {
        List<String> command = List.of(program.compile(folder).toString());
        Outcome isthmus = machines.inIsthmus(Machines.freshDirectory(folder), command, SECONDS);
        if (program.name().startsWith("raw/hostile_")) {
            assertTrue(isthmus.status() == 0 || isthmus.status() > 128, () -> "the guest ended with " + isthmus);
        } else {
            assertSame(machines.natively(Machines.freshDirectory(folder), command, SECONDS), isthmus);
        }
    }

    @TestFactory
    Stream<DynamicTest> programs() {
        Path scripts = Machines.top().resolve("app-ui/src/test/programs");
        return SCRIPTS.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path directory = Machines.freshDirectory(folder);
                    List<String> command = List.of("/bin/sh", "-c", Files.readString(scripts.resolve(name)));
                    Outcome isthmus = machines.inIsthmus(directory, command, SCRIPT_SECONDS);
                    assertSame(machines.natively(directory, command, SCRIPT_SECONDS), isthmus);
                }));
    }

    private static void assertSame(Outcome host, Outcome isthmus) {
        assertEquals(host.output(), isthmus.output(), isthmus::error);
        assertEquals(host.status(), isthmus.status(), isthmus::error);
    }
}

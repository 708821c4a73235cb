package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real programs of the host, driven by small scripts: each prints the same in Isthmus as natively. */
@Execution(ExecutionMode.CONCURRENT)
class ProgramsIT {
    private static final int SECONDS = 180;

    @TestFactory
    Stream<DynamicTest> asTheUserOfTheTests() throws IOException {
        return tests(new Machines(-1));
    }

    @TestFactory
    Stream<DynamicTest> asAnOrdinaryUser() throws IOException {
        return System.getProperty("user.name").equals("root") ? tests(new Machines(Machines.NOBODY)) : Stream.empty();
    }

    private static Stream<DynamicTest> tests(Machines machines) throws IOException {
        Path scripts = Machines.top().resolve("app-ui/src/test/programs");
        try (Stream<Path> files = Files.list(scripts)) {
            return files.sorted().toList().stream()
                    .map(script ->
                            DynamicTest.dynamicTest(script.getFileName().toString(), () -> compare(script, machines)));
        }
    }

    private static void compare(Path script, Machines machines) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("isthmus-programs");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        // The same directory for both, one after the other: Isthmus first, since it leaves no trace on the host.
        List<String> command = List.of("/bin/sh", "-c", Files.readString(script));
        Outcome isthmus = machines.inIsthmus(directory, command, SECONDS);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.toList(), "what the guest wrote is on the host");
        }
        Outcome host = machines.natively(directory, command, SECONDS);
        assertEquals(host.output(), isthmus.output(), () -> isthmus.error() + "\nnatively:\n" + host.error());
        assertEquals(host.status(), isthmus.status(), isthmus::error);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
    }
}

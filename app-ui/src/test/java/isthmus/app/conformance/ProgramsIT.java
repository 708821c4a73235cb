package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static Stream<DynamicTest> tests(Machines machines) {
        return Stream.of("", "base", "host")
                .flatMap(ProgramsIT::scripts)
                .map(script ->
                        DynamicTest.dynamicTest(script.getFileName().toString(), () -> compare(script, machines)));
    }

    /**
     * The scripts in a folder of {@code programs}: those in {@code base} need no more than a minimal Debian, those in {@code host}
     * look at the host's own files.
     */
    static Stream<Path> scripts(String folder) {
        try (Stream<Path> files =
                Files.list(Machines.top().resolve("app-ui/src/test/programs").resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".sh")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a script in a new folder, and then lists what it made. The script's status is the whole's. */
    static String inFolder(String folder, String script) {
        return "mkdir " + folder + " && cd " + folder + " || exit 99\n" + withFiles(script);
    }

    private static String withFiles(String script) {
        return "export LC_ALL=C\n(\n" + script + "\n)\nstatus=$?\necho files:\n"
                + "find . -printf '%p %y %m %n %U:%G %l\\n' | sort\n"
                + "find . -type f -links 1 -exec sha256sum {} + | sort -k 2\nexit $status\n";
    }

    private static void compare(Path script, Machines machines) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("isthmus-programs");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        // The same directory for both, one after the other: Isthmus first, since it leaves no trace on the host.
        String text = Files.readString(script);
        boolean base = script.getParent().endsWith("base");
        List<String> command = List.of("/bin/sh", "-c", base ? withFiles(text) : text);
        Outcome isthmus = machines.inIsthmus(directory, command, SECONDS);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.toList(), "what the guest wrote is on the host");
        }
        Outcome host = machines.natively(directory, command, SECONDS);
        isthmus.assertIsAs(host);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
    }
}

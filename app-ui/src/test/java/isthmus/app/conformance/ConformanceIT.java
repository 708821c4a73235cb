package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each C program runs natively, where it must succeed, and in Isthmus, where it must print the same and end the same; as
 * the user who runs the tests and, if that is root, as an ordinary user too.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConformanceIT {
    private static final int SECONDS = 40;
    /** Programs whose native result is not what Isthmus must give: what is expected stands in their first comment. */
    private static final String HOSTILE = "raw/hostile_";

    /** Held while a program runs natively: what the host counts for each user is then that program's. */
    private static final Object ONE_BY_ONE = new Object();

    private static Path sources;
    private static Path programs;
    private static Path directories;
    private static Exclusions exclusions;

    @BeforeAll
    static void prepare() throws IOException {
        sources = Machines.top().resolve("shim-linux/src/test/c");
        programs = Files.createTempDirectory("isthmus-programs");
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
        directories = Files.createTempDirectory("isthmus-conformance");
        Files.setPosixFilePermissions(directories, PosixFilePermissions.fromString("rwxr-xr-x"));
        exclusions = new Exclusions(sources.resolve("exclusions.txt"), "linux");
    }

    @AfterAll
    static void cleanUp() throws IOException {
        remove(directories);
        remove(programs);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> asTheUserOfTheTests() throws IOException {
        return tests(new Machines(-1));
    }

    @TestFactory
    Stream<DynamicTest> asAnOrdinaryUser() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return Stream.empty();
        }
        return tests(new Machines(Machines.NOBODY));
    }

    @Test
    void thereAreEnoughProgramsAndFewExclusions() throws IOException {
        List<CProgram> all = CProgram.all(sources);
        assertTrue(all.size() >= 150, all.size() + " programs");
        exclusions.assertFew(all.size());
    }

    private static Stream<DynamicTest> tests(Machines machines) throws IOException {
        return CProgram.all(sources).stream()
                .map(program -> DynamicTest.dynamicTest(program.name(), () -> run(program, machines)));
    }

    private static void run(CProgram program, Machines machines) throws IOException, InterruptedException {
        exclusions.judge(program.name(), difference(program, program.compile(programs), machines));
    }

    /** What is wrong, or null. */
    private static String difference(CProgram program, Path binary, Machines machines)
            throws IOException, InterruptedException {
        List<String> command = List.of(binary.toString());
        Outcome isthmus = machines.inIsthmus(Machines.freshDirectory(directories), command, SECONDS);
        if (program.name().startsWith(HOSTILE)) {
            return isthmus.status() == 0 || isthmus.status() > 128 ? null : "the guest ended with " + isthmus;
        }
        Outcome host;
        synchronized (ONE_BY_ONE) {
            host = machines.natively(Machines.freshDirectory(directories), command, SECONDS);
        }
        assertEquals(0, host.status(), () -> "natively: " + host);
        if (machines.areOfThisUser()) {
            new NativeRecord(NativeRecord.FOLDER).keep(program, binary, host);
        }
        if (host.output().equals(isthmus.output()) && host.status() == isthmus.status()) {
            return null;
        }
        return "natively:\n" + host.output() + "in Isthmus, status " + isthmus.status() + ":\n" + isthmus.output()
                + isthmus.error();
    }
}

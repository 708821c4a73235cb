package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Engines;
import isthmus.app.engine.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Real programs, driven by small scripts, do on Windows what they do natively on Linux ({@link ProgramRecord}); the cases of
 * Python's own suite that pass natively pass. This JVM runs them all, with root file systems in tar files; {@code
 * isthmus.programs} names the folder of those and of the record.
 */
@Execution(ExecutionMode.CONCURRENT)
class WindowsPrograms {
    private static final int SECONDS = Integer.getInteger("isthmus.programs.seconds", 300);
    private static final Path FOLDER = Path.of(System.getProperty("isthmus.programs"));
    private static final ProgramRecord RECORD = new ProgramRecord(FOLDER);

    private static Engine engine;
    private static Exclusions exclusions;
    private static Exclusions ofPython;

    @BeforeAll
    static void prepare() throws IOException {
        engine = Engines.ofThisHost();
        exclusions = new Exclusions(Machines.top().resolve("app-ui/src/test/programs/exclusions.txt"), "windows");
        ofPython = ProgramRecord.exclusionsOfPython();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** Only those that {@code isthmus.programs.only}, a pattern, matches as a whole; there must be one. */
    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        String only = System.getProperty("isthmus.programs.only", ".*");
        List<ProgramRecord.Program> found = ProgramRecord.programs(only, ofPython);
        assertFalse(found.isEmpty(), () -> "no program has a name that matches " + only);
        return found.stream().map(program -> DynamicTest.dynamicTest(program.name(), () -> run(program)));
    }

    @Test
    void exclusionsAreFew() throws IOException {
        exclusions.assertFew(ProgramRecord.programs("(?!python/).*", ofPython).size());
    }

    private static void run(ProgramRecord.Program program) throws IOException, InterruptedException {
        if (exclusions.isLeftOut(program.name())) {
            return;
        }
        Outcome host = RECORD.of(program);
        WindowsRun.Ended ended = WindowsRun.of(engine, options(program), SECONDS);
        System.out.printf("| %s | %.1f | %.1f |%n", program.name(), RECORD.seconds(program), ended.seconds());
        Outcome isthmus = ended.outcome();
        if (program.isPython()) {
            PythonVerdicts.assertSame(host, isthmus, ofPython, new HashSet<>());
        } else {
            exclusions.judge(program.name(), isthmus.difference(host));
        }
    }

    private static RunOptions options(ProgramRecord.Program program) {
        Path root = FOLDER.resolve(program.isBase() ? "debian.tar" : "host.tar");
        List<String> command = new ArrayList<>();
        if (program.isPython()) {
            command.addAll(List.of(
                    "/bin/sh", "-c", "mkdir -p " + DebianIT.WORK + "; cd " + DebianIT.WORK + "; exec \"$@\"", "sh"));
        }
        command.addAll(program.command());
        return RunOptions.of(root, command).withEnvironment(Map.of("PATH", DebianIT.PATH, "HOME", "/"));
    }
}

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Engines;
import isthmus.app.engine.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
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
 * Each C program prints and answers on Windows what it does natively on Linux ({@link NativeRecord}). This JVM runs them all,
 * with a root file system in a tar file whose folder {@code /programs} has them; {@code isthmus.conformance} names the folder
 * of both. With {@code isthmus.conformance.interrupts} a guest thread is interrupted so many times a second.
 */
@Execution(ExecutionMode.CONCURRENT)
class WindowsConformance {
    private static final int SECONDS = Integer.getInteger("isthmus.conformance.seconds", 240);
    private static final String HOSTILE = "raw/hostile_";
    private static final Path FOLDER = Path.of(System.getProperty("isthmus.conformance"));
    private static final NativeRecord RECORD = new NativeRecord(FOLDER);

    private static Engine engine;
    /** Null if guests run undisturbed. */
    private static InterruptingProvider interrupting;

    private static Exclusions exclusions;

    @BeforeAll
    static void prepare() throws IOException {
        int interrupts = Integer.getInteger("isthmus.conformance.interrupts", 0);
        interrupting = interrupts == 0 ? null : new InterruptingProvider(Engines.thisHost(), interrupts);
        engine = new Engine(interrupting == null ? Engines.thisHost() : interrupting.provider());
        exclusions = new Exclusions(sources().resolve("exclusions.txt"), "windows");
    }

    @AfterAll
    static void close() {
        engine.close();
        if (interrupting != null) {
            System.out.println("interrupted " + interrupting.count() + " times");
            assertTrue(interrupting.count() > 0);
        }
    }

    private static Path sources() {
        return Machines.top().resolve("shim-linux/src/test/c");
    }

    /** Only those that {@code isthmus.conformance.only}, a pattern, matches as a whole; there must be one. */
    @TestFactory
    Stream<DynamicTest> programs() throws IOException {
        String only = System.getProperty("isthmus.conformance.only", ".*");
        List<String> names = CProgram.all(sources()).stream()
                .map(program -> program.name().replace('\\', '/'))
                .filter(name -> name.matches(only))
                .toList();
        assertFalse(names.isEmpty(), () -> "no program has a name that matches " + only);
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
    }

    @Test
    void exclusionsAreFew() throws IOException {
        exclusions.assertFew(CProgram.all(sources()).size());
    }

    private static void run(String name) throws IOException, InterruptedException {
        exclusions.judge(name, difference(name));
    }

    /** What is wrong, or null. */
    private static String difference(String name) throws IOException, InterruptedException {
        Outcome isthmus = inIsthmus(name);
        if (name.startsWith(HOSTILE)) {
            return isthmus.status() == 0 || isthmus.status() > 128 ? null : "the guest ended with " + isthmus;
        }
        Outcome host = RECORD.of(name);
        assertEquals(0, host.status(), () -> "natively: " + host);
        return isthmus.difference(host);
    }

    private static Outcome inIsthmus(String name) throws InterruptedException {
        RunOptions options = RunOptions.of(FOLDER.resolve("root.tar"), List.of("/programs/" + name));
        Outcome outcome =
                WindowsRun.of(engine, options.withWorkdir("/tmp"), SECONDS).outcome();
        if (interrupting != null) {
            interrupting.assertInterrupts();
        }
        return outcome;
    }
}

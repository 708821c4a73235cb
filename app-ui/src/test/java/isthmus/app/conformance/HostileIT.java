package isthmus.app.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Engines;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guests that mean harm, or ask for more than there is: they may fail, the engine may not. */
class HostileIT {
    /** So long the fuzzer runs; {@code -Disthmus.fuzz.seconds} changes it. */
    private static final int FUZZ_SECONDS = Integer.getInteger("isthmus.fuzz.seconds", 60);

    private static final Machines MACHINES = Machines.ofThisUser();
    private static Path programs;

    @BeforeAll
    static void prepare() throws IOException {
        programs = Machines.top().resolve("app-ui/target/hostile");
        Files.createDirectories(programs);
    }

    private static Path compiled(String name) throws IOException, InterruptedException {
        return compiled(Machines.top().resolve("app-ui/src/test/c/" + name + ".c"), programs.resolve(name));
    }

    private static Path compiled(Path source, Path program) throws IOException, InterruptedException {
        Outcome gcc = Outcome.of(
                new ProcessBuilder("gcc", "-O1", "-pthread", "-o", program.toString(), source.toString()), 60);
        assertEquals(0, gcc.status(), gcc::error);
        return program;
    }

    private static Outcome run(int seconds, String... command) throws IOException, InterruptedException {
        return MACHINES.inIsthmus(Path.of("/tmp"), List.of(command), seconds);
    }

    private static void assertUnharmed(Outcome outcome) {
        assertFalse(outcome.error().contains("internal error"), outcome::error);
        assertTrue(outcome.status() >= 0, "it did not end");
    }

    @Test
    void systemCallsWithWildArguments() throws IOException, InterruptedException {
        Path fuzz = compiled("fuzz");
        long seed = System.nanoTime();
        int rounds = Math.max(1, FUZZ_SECONDS / 20);
        for (int round = 0; round < rounds; round++) {
            String chosen = Long.toUnsignedString(seed + round);
            Outcome outcome = run(120, fuzz.toString(), chosen, String.valueOf(Math.min(20, FUZZ_SECONDS)));
            assertUnharmed(outcome);
            assertEquals(0, outcome.status(), () -> "seed " + chosen + ": " + outcome.error());
            assertTrue(outcome.output().endsWith("done\n"), () -> "seed " + chosen);
        }
    }

    @Test
    void processesWithoutEnd() throws IOException, InterruptedException {
        Outcome outcome = run(
                90,
                "/bin/bash",
                "-c",
                "ulimit -u 100; f() { f | f & }; f 2>/dev/null; sleep 3; echo survived; kill -9 -1");
        assertUnharmed(outcome);
    }

    @Test
    void filesWithoutEnd() throws IOException, InterruptedException {
        Outcome outcome = run(
                60,
                "/usr/bin/perl",
                "-e",
                "my @f; while (open(my $h, '<', '/dev/null')) { push @f, $h } print $!+0, ' ', scalar(@f) > 900 ? 'many' : 'few'");
        assertUnharmed(outcome);
        assertEquals("24 many", outcome.output());
    }

    /** The kernel waits for an answer then that the guest hides, and would for half a minute. */
    @Test
    void aGuestThatHidesTheStubsAnswersIsKilledAtOnce() throws IOException, InterruptedException {
        Path source = Machines.top().resolve("shim-linux/src/test/c/raw/hostile_answers.c");
        Path program = compiled(source, programs.resolve("hostile_answers"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunStreams streams = new RunStreams.Plain(InputStream.nullInputStream(), out, out, null);
        try (Engine engine = Engines.ofThisHost()) {
            Run run = engine.start(Engines.program(program.toString(), "hold"), streams, RunObserver.NONE);
            for (int i = 0; i < 300 && !out.toString(ISO_8859_1).contains("writing"); i++) {
                Thread.sleep(100);
            }
            Thread.sleep(1000);
            assertEquals("writing\n", out.toString(ISO_8859_1));
            assertEquals(Run.State.RUNNING, run.state(), "it waits for a thread");
            long start = System.nanoTime();
            run.kill();
            RunEnd.Signalled end = assertInstanceOf(RunEnd.Signalled.class, Engines.await(run));
            assertEquals("SIGKILL", end.name());
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < 15_000, millis + " ms");
        }
    }
}

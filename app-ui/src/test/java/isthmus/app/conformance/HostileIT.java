package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
        Path source = Machines.top().resolve("app-ui/src/test/c/" + name + ".c");
        Path program = programs.resolve(name);
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
}

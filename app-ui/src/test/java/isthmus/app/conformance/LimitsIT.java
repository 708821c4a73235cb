package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Guests that take without end, spin or crash, run by whoever runs the tests and, if that is root, by an ordinary user: they
 * are stopped or refused, somebody says why, and other programs of the run go on.
 */
class LimitsIT {
    private static final List<Machines> MACHINES = new ArrayList<>();
    private static Path folder;
    private static String program;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        MACHINES.add(new Machines(-1));
        if (System.getProperty("user.name").equals("root")) {
            MACHINES.add(new Machines(Machines.NOBODY));
        }
        folder = Files.createTempDirectory("isthmus-limits");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        program = folder.resolve("without_end").toString();
        Path source = Machines.top().resolve("app-ui/src/test/c/without_end.c");
        Outcome gcc = Outcome.of(new ProcessBuilder("gcc", "-O1", "-o", program, source.toString()), 60);
        assertEquals(0, gcc.status(), gcc::error);
    }

    @AfterAll
    static void cleanUp() throws IOException {
        Files.delete(Path.of(program));
        Files.delete(folder);
    }

    /** What a shell says that runs the program and then goes on. */
    private static Outcome besides(Machines machines, String what, String memory, String javaOptions)
            throws IOException, InterruptedException {
        ProcessBuilder command = machines.isthmus(
                "--rootfs", "/", "--memory", memory, "--", "/bin/sh", "-c", program + " " + what + "; echo $? goes on");
        command.environment().put("ISTHMUS_JAVA_OPTS", javaOptions);
        Outcome outcome = Outcome.of(command, 180);
        assertEquals(0, outcome.status(), outcome::error);
        assertFalse(outcome.error().contains("internal error"), outcome::error);
        return outcome;
    }

    @Test
    void memory() throws IOException, InterruptedException {
        for (Machines machines : MACHINES) {
            Outcome outcome = besides(machines, "memory", "256M", "");
            assertEquals("137 goes on\n", outcome.output());
            assertTrue(outcome.error().contains("isthmus: out of memory: the programs take more than"), outcome::error);
        }
    }

    @Test
    void kernelMemory() throws IOException, InterruptedException {
        for (Machines machines : MACHINES) {
            Outcome outcome = besides(machines, "pipes", "1G", "-Xmx300m");
            assertEquals("137 goes on\n", outcome.output());
            assertTrue(outcome.error().contains("isthmus: out of memory: what the programs have open"), outcome::error);
        }
    }

    @Test
    void processes() throws IOException, InterruptedException {
        for (Machines machines : MACHINES) {
            Outcome outcome = besides(machines, "forks", "1G", "");
            assertTrue(
                    outcome.output().endsWith(", then Resource temporarily unavailable\n3 goes on\n"), outcome::output);
            assertTrue(outcome.error().contains("processes and threads, which is the limit"), outcome::error);
        }
    }

    @Test
    void aCrash() throws IOException, InterruptedException {
        for (Machines machines : MACHINES) {
            Outcome outcome = machines.inIsthmus(Path.of("/tmp"), List.of(program, "crash"), 60);
            assertEquals(new Outcome(128 + 11, "", "isthmus: " + program + " was ended by SIGSEGV\n"), outcome);
        }
    }

    @Test
    void aGuestThatSpinsEndsWhenAsked() throws IOException, InterruptedException {
        for (Machines machines : MACHINES) {
            for (String signal : List.of("INT", "TERM", "HUP")) {
                Process run = machines.isthmus("--rootfs", "/", "--", program, "spin")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                try {
                    assertEquals("ready", run.inputReader().readLine());
                    Outcome kill = Outcome.of(new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid())), 10);
                    assertEquals(0, kill.status(), kill::error);
                    assertTrue(run.waitFor(20, TimeUnit.SECONDS), signal);
                    int number = signal.equals("HUP") ? 1 : signal.equals("INT") ? 2 : 15;
                    assertEquals(128 + number, run.exitValue());
                } finally {
                    run.destroyForcibly();
                }
            }
        }
    }
}

package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a run ends, whoever ends it. */
class LifeIT {
    private static final Machines MACHINES = Machines.ofThisUser();

    private static Process start(File output, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("--rootfs", "/", "--"));
        words.addAll(List.of(command));
        return MACHINES.isthmus(words.toArray(String[]::new))
                .redirectOutput(output)
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitText(Path output, String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !Files.readString(output).contains(text); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.readString(output).contains(text), () -> "the guest did not start");
    }

    @Test
    void killingTheKernelLeavesNothing() throws IOException, InterruptedException {
        Path output = Files.createTempFile("isthmus", ".out");
        Process process = start(
                output.toFile(),
                "/bin/sh",
                "-c",
                "sleep 1000 & sleep 1000 & (while :; do :; done) & echo started; wait");
        awaitText(output, "started");
        List<ProcessHandle> guests = process.descendants().toList();
        assertTrue(guests.size() >= 4, guests.size() + " processes");
        process.destroyForcibly();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        for (int i = 0; i < 600 && guests.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(50);
        }
        assertEquals(List.of(), guests.stream().filter(ProcessHandle::isAlive).toList());
        Files.delete(output);
    }

    @Test
    void aRequestToStopReachesTheGuest() throws IOException, InterruptedException {
        Path output = Files.createTempFile("isthmus", ".out");
        Process process = start(
                output.toFile(),
                "/bin/sh",
                "-c",
                "trap 'echo asked; exit 7' TERM; echo started; while :; do sleep 0.1; done");
        awaitText(output, "started");
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(7, process.exitValue());
        assertTrue(Files.readString(output).contains("asked"));
        Files.delete(output);
    }

    @Test
    void whatTheFirstProgramLeavesBehindIsEnded() throws IOException, InterruptedException {
        Outcome outcome = MACHINES.inIsthmus(
                Path.of("/tmp"), List.of("/bin/sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo over"), 30);
        assertEquals(new Outcome(0, "over\n", ""), outcome);
    }
}

package isthmus.app.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@code LifeIT} has it on Linux: with a JVM end its guests. */
class KernelDeathOnWindows {
    private static final String SCRIPT =
            "sleep 1000 & sleep 1000 & (while :; do :; done) & (trap '' HUP; while read a; do :; done) & echo started; wait";

    /** As JUnit's launcher has it, which is a program of its own. */
    private static String classPath() {
        URLClassLoader loader = (URLClassLoader) KernelDeathOnWindows.class.getClassLoader();
        return Stream.of(loader.getURLs())
                .map(url -> new File(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Process start(Path output) throws IOException {
        String java =
                Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        "isthmus.app.Main",
                        "run",
                        "--rootfs",
                        Engines.program("sh").rootfs().toString(),
                        "--",
                        "/bin/sh",
                        "-c",
                        SCRIPT)
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void killingTheKernelLeavesNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process kernel = start(output);
        try {
            for (int i = 0;
                    i < 600 && kernel.isAlive() && !Files.readString(output).contains("started");
                    i++) {
                Thread.sleep(50);
            }
            assertTrue(Files.readString(output).contains("started"), () -> "the guest did not start");
            List<ProcessHandle> guests = kernel.descendants().toList();
            assertTrue(guests.size() >= 4, guests.size() + " processes");
            kernel.destroyForcibly();
            assertTrue(kernel.waitFor(30, TimeUnit.SECONDS));
            for (int i = 0; i < 600 && guests.stream().anyMatch(ProcessHandle::isAlive); i++) {
                Thread.sleep(50);
            }
            assertEquals(
                    List.of(), guests.stream().filter(ProcessHandle::isAlive).toList());
        } finally {
            kernel.destroyForcibly();
        }
    }
}

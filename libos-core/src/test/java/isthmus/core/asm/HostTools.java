package isthmus.core.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What tests need from a Linux host: its programs, and binutils. Something missing there fails the test. */
public final class HostTools {
    private HostTools() {}

    /** Skips the test on a host that cannot run Linux x86-64 programs. */
    public static void assumeLinuxX64() {
        assumeTrue("Linux".equals(System.getProperty("os.name")), "not Linux");
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "not x86-64");
    }

    /** What a program writes to its standard output; it must succeed. */
    public static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.waitFor(), () -> "exit status of " + List.of(command));
        return output;
    }
}

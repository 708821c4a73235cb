package isthmus.app.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a program did.
 *
 * @param status its exit status; -1 if it had to be ended because it took too long
 * @param output the bytes of its standard output, one char each
 * @param error the same of its standard error
 */
record Outcome(int status, String output, String error) {
    /** Runs a command with empty standard input. */
    static Outcome of(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
        return of(builder, ProcessBuilder.Redirect.from(new File("/dev/null")), seconds);
    }

    static Outcome of(ProcessBuilder builder, ProcessBuilder.Redirect input, int seconds)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("isthmus-test", ".out");
        Path error = Files.createTempFile("isthmus-test", ".err");
        try {
            Process process = builder.redirectInput(input)
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile())
                    .start();
            int status = -1;
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                status = process.exitValue();
            } else {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Outcome(status, read(output), read(error));
        } finally {
            Files.delete(output);
            Files.delete(error);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}

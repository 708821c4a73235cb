package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a program did.
 *
 * @param status its exit status; -1 if it had to be ended because it took too long
 * @param output the bytes of its standard output, one char each
 * @param error the same of its standard error
 */
public record Outcome(int status, String output, String error) {
    /** Lines of a difference that are shown. */
    private static final int SHOWN = 30;

    /** Runs a command with empty standard input. */
    public static Outcome of(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
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

    /** Fails if this is not what the program printed and answered on the host; says where they part. */
    void assertIsAs(Outcome host) {
        String difference = difference(host);
        if (difference != null) {
            fail(difference);
        }
    }

    /** Where this parts from what the program printed and answered on the host; null if it does not. */
    String difference(Outcome host) {
        if (output.equals(host.output) && status == host.status) {
            return null;
        }
        return "natively " + host.status + ", in Isthmus " + status
                + difference(host.output.lines().toList(), output.lines().toList()) + "\nwhich said:\n" + error
                + "\nnatively:\n" + host.error;
    }

    /** The lines between what is equal at the start and at the end. */
    private static String difference(List<String> left, List<String> right) {
        int start = 0;
        int end = Math.min(left.size(), right.size());
        while (start < end && left.get(start).equals(right.get(start))) {
            start++;
        }
        int same = 0;
        while (same < end - start && left.get(left.size() - 1 - same).equals(right.get(right.size() - 1 - same))) {
            same++;
        }
        return "; from line " + (start + 1) + "\n< " + some(left.subList(start, left.size() - same), "\n< ") + "\n> "
                + some(right.subList(start, right.size() - same), "\n> ");
    }

    private static String some(List<String> lines, String between) {
        return String.join(between, lines.subList(0, Math.min(SHOWN, lines.size())));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}

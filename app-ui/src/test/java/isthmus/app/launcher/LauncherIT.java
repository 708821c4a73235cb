package isthmus.app.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a shell calls it: {@code ./isthmus} of this checkout, on the jars of this build. */
class LauncherIT {
    private static final String COMMAND = Objects.requireNonNull(System.getProperty("isthmus.command"));

    private static final int SECONDS = 60;
    private static final int BUILD_SECONDS = 600;

    @TempDir
    Path directory;

    @Test
    void worksThroughASymbolicLinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("a link"), Path.of(COMMAND));
        for (String call : List.of("'" + link + "'", "'./a link'", "PATH=.:$PATH 'a link'", "bash 'a link'")) {
            Result result = shell(Map.of(), call + " --version");
            assertTrue(result.out().matches("isthmus \\d+\\.\\d+\\.\\d+\\S*\n"), call + ": " + result);
            assertEquals("", result.err(), call);
            assertEquals(0, result.status(), call);
        }
    }

    @Test
    void optionsForEveryVirtualMachineStayOffTheStreams() throws Exception {
        Map<String, String> loud = Map.of("JAVA_TOOL_OPTIONS", "-Da=b", "JDK_JAVA_OPTIONS", "-Da=b");
        assertEquals("", shell(loud, COMMAND + " --version").err());
    }

    @Test
    void aBuildThatIsNotThereIsSaidSo() throws Exception {
        Result result = shell(Map.of("ISTHMUS_DIST", directory.toString()), COMMAND + " --version");
        assertEquals(125, result.status());
        assertTrue(
                result.err().startsWith("isthmus: ISTHMUS_DIST is " + directory + ", and that is no built"),
                result.err());
    }

    @Test
    void bytesReachTheProgramAndMessagesAsTheyAre() throws Exception {
        String words = "-- $'\\xff\\xc3\\xa4\\x01' '' '*' '@x' '--help' $'a\\nb' '\"' '\\' '%PATH%'";
        for (String locale : List.of("C", "C.UTF-8")) {
            Map<String, String> environment = Map.of("LC_ALL", locale);
            String program = "/bin/sh -c 'printf \"<%s>\" \"$@\"' " + words;
            assertEquals(shell(environment, program), shell(environment, COMMAND + " run -- " + program), locale);
            Result refused = shell(environment, COMMAND + " run --workdir $'\\xff\\xc3\\xa4' -- x");
            assertTrue(refused.err().startsWith("isthmus: --workdir \u00ff\u00c3\u00a4 is not"), refused.err());
            assertEquals(125, refused.status());
        }
    }

    @Test
    void theExitStatusIsTheProgramsOrSaysWhoFailed() throws Exception {
        assertEquals(7, shell(Map.of(), COMMAND + " run -- /bin/sh -c 'exit 7'").status());
        assertEquals(
                128 + 15,
                shell(Map.of(), COMMAND + " run -- /bin/sh -c 'kill -15 $$'").status());
        assertEquals(
                125,
                shell(Map.of(), COMMAND + " run --no-such-option -- /bin/true").status());
    }

    @Test
    void aFreshCheckoutBuildsAndRuns() throws Exception {
        Path top = Path.of(COMMAND).getParent();
        Path fresh = Files.createDirectory(directory.resolve("fresh checkout"));
        // The tracked files as they are now, committed or not.
        Result copied = shell(
                Map.of(),
                "set -o pipefail; cd '" + top + "' && git ls-files -z | tar --null -T - -cf - | tar xf - -C '" + fresh
                        + "'");
        assertEquals(new Result(0, "", ""), copied);
        String call = "unset ISTHMUS_DIST; '" + fresh + "/isthmus' run --rootfs / -- /bin/echo hi";
        Result first = shell(Map.of(), call, BUILD_SECONDS);
        assertEquals(new Result(0, "hi\n", "isthmus: building (first use, or sources have changed)\n"), first);
        assertEquals(new Result(0, "hi\n", ""), shell(Map.of(), call));
    }

    private record Result(int status, String out, String err) {}

    /** Runs a bash script in the test's directory; its streams are bytes, one char each. */
    private Result shell(Map<String, String> environment, String script) throws IOException, InterruptedException {
        return shell(environment, script, SECONDS);
    }

    private Result shell(Map<String, String> environment, String script, int seconds)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");

        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        assertTrue(ended, "does not end: " + script);
        return new Result(process.exitValue(), Files.readString(out, ISO_8859_1), Files.readString(err, ISO_8859_1));
    }
}

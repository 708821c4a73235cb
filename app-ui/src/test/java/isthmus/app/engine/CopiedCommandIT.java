package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import isthmus.app.conformance.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What "copy as command" copies, run by the host's shell, does what the options do. */
@EnabledOnOs(OS.LINUX)
class CopiedCommandIT {
    /** cat(1) shows what it got, and fails at the rest of its arguments. */
    private static final List<String> SHOW = List.of("/bin/cat", "--", "/proc/self/environ", "/proc/self/cmdline");

    @TempDir
    Path folder;

    private RunOptions strange() throws Exception {
        List<String> words = CommandLineTextTest.STRANGE;
        Map<String, String> environment = new LinkedHashMap<>(Map.of("TERM", "vt100"));
        int number = 0;
        for (String word : words) {
            environment.put("V" + number++, word);
            String name = word.replace("=", "");
            if (!name.isEmpty()) {
                environment.put(name, "named " + word);
            }
        }
        for (String option : List.of("--env", "--tty", "--trace", "--help", "-h")) {
            environment.put(option, option);
        }
        List<String> command = new ArrayList<>(SHOW);
        command.addAll(words);
        Path shared = Files.createDirectory(folder.resolve("it's \"shared\"\n:--tty $x"));
        RunOptions plain = RunOptions.of(Path.of("/"), command);
        return new RunOptions(
                plain.rootfs(),
                environment,
                "/tmp/a b\n'",
                new UserIds(1000, 33),
                "box",
                List.of(new Volume(shared, "/tmp/a b\n'", true)),
                plain.memory(),
                plain.terminal(),
                plain.trace(),
                command);
    }

    private static String output(RunOptions options) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Engine engine = Engines.ofThisHost()) {
            RunEnd end = Engines.await(engine.start(
                    options,
                    new RunStreams.Plain(InputStream.nullInputStream(), out, OutputStream.nullOutputStream(), null),
                    RunObserver.NONE));
            assertEquals(
                    1, assertInstanceOf(RunEnd.Exited.class, end, end::toString).status());
        }
        return out.toString(ISO_8859_1);
    }

    /** Those between zero bytes, one a line. */
    private static String strings(String output) {
        return output.replace("\n", "\\n").replace('\0', '\n');
    }

    @Test
    void aShellRunsTheSame() throws Exception {
        RunOptions options = strange();
        Path script = folder.resolve("script");
        String function = "isthmus() { '" + System.getProperty("isthmus.command") + "' \"$@\"; }\n";
        Files.writeString(script, function + options.asCommand() + "\n", UTF_8);
        Outcome outcome = Outcome.of(new ProcessBuilder("/bin/sh", script.toString()), 60);
        assertEquals(1, outcome.status(), outcome::error);
        assertEquals(strings(output(options)), strings(outcome.output()));
    }
}

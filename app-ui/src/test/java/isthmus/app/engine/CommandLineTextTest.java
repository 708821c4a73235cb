package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTextTest {
    static final List<String> STRANGE = List.of(
            "",
            " ",
            "--",
            "-x",
            "it's",
            "\"q\" $x `y` \\ * ! ~ # & ; | < > ( ) { }",
            "two\nlines\n",
            "\t\u0001\u001b[31m\u007f",
            GuestText.bytes("gr\u00fc\u00df \u4f60\ud83d\ude00"),
            GuestText.bytes("\u0085\u202e"),
            "\u00ff\u00fe broken \u00c3",
            "100%",
            "a=b",
            "@file");

    @Test
    void theUsualIsLeftOut() {
        RunOptions options = RunOptions.of(Path.of("/"), List.of("/bin/ls", "-l", "a b"));
        assertEquals("isthmus run -- /bin/ls -l 'a b'", options.asCommand());
    }

    @Test
    void everyOption(@TempDir Path folder) {
        RunOptions options = new RunOptions(
                folder,
                new TreeMap<>(Map.of("-A", "x y", "B", "")),
                "/tmp",
                new UserIds(1000, 33),
                "box",
                List.of(new Volume(folder, "/a", true), new Volume(folder, "/b", false)),
                OptionalLong.of(3L << 29),
                TerminalMode.TERMINAL,
                new Trace(true, Optional.of(Path.of("/t/x")), true),
                List.of("ls"));
        assertEquals(
                "isthmus run " + word("--rootfs=" + folder)
                        + " '--env=-A=x y' --env=B= --workdir=/tmp --user=1000:33 --hostname=box "
                        + word("--volume=" + folder + ":/a:ro") + " " + word("--volume=" + folder + ":/b")
                        + " --memory=1536M --tty " + word("--trace=" + Path.of("/t/x")) + " --trace-summary -- ls",
                options.asCommand());
    }

    /** Paths of Windows have backslashes, which are special to a shell. */
    private static String word(String text) {
        return text.contains("\\") ? "'" + text + "'" : text;
    }

    /** A shell makes the very words of it again. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aShellReadsItAsItWas(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("prog"));
        command.addAll(STRANGE);
        RunOptions options = RunOptions.of(Path.of("/"), command);
        String line = options.asCommand();
        assertTrue(line.chars().noneMatch(c -> c < 0x20 && c != '\n'), line);
        Path script = folder.resolve("script");
        Files.writeString(script, "isthmus() { printf '%s\\0' \"$@\"; }\n" + line + "\n");
        Process shell = new ProcessBuilder("/bin/sh", script.toString()).start();
        String words = new String(shell.getInputStream().readAllBytes(), ISO_8859_1);
        assertEquals(0, shell.waitFor());
        assertEquals(String.join("\0", options.arguments()) + "\0", words);
    }

    @Test
    void sizesRoundTrip() {
        for (long bytes : new long[] {1 << 20, (1 << 20) + 1, 512 << 20, 3L << 30, 1L << 40, 5L << 42, 1_500_000}) {
            assertEquals(bytes, ByteSize.parse("x", ByteSize.text(bytes)));
        }
    }

    @Test
    void whatCannotBeIsRefusedInWords() {
        RunOptions good = RunOptions.of(Path.of("/"), List.of("ls"));
        assertThrows(OptionException.class, () -> good.withCommand(List.of()));
        assertThrows(OptionException.class, () -> good.withCommand(List.of("")));
        assertThrows(OptionException.class, () -> good.withCommand(List.of("a", "b\0c")));
        assertThrows(OptionException.class, () -> new UserIds(-1, 0));
        assertThrows(OptionException.class, () -> new Volume(Path.of("/"), "x", false));
        assertThrows(OptionException.class, () -> new Volume(Path.of("/"), "/x:y", false));
        assertThrows(OptionException.class, () -> HostName.parse("x", "a_b"));
    }
}

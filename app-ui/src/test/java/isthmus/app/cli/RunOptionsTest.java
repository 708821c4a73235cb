package isthmus.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.engine.RunOptions;
import isthmus.app.engine.TerminalMode;
import isthmus.app.engine.Trace;
import isthmus.app.engine.UserIds;
import isthmus.app.engine.Volume;
import isthmus.app.run.RunCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {
    @TempDir
    Path directory;

    @Test
    void defaults() throws UsageException {
        assertEquals(
                new RunOptions(
                        Path.of("/").toAbsolutePath(),
                        Map.of(),
                        "/",
                        UserIds.ROOT,
                        "isthmus",
                        List.of(),
                        OptionalLong.empty(),
                        TerminalMode.AUTO,
                        Trace.OFF,
                        List.of("/bin/true")),
                parse("--", "/bin/true"));
    }

    @Test
    void everyOption() throws UsageException {
        String root = directory.toString();
        RunOptions options = parse(
                "--rootfs",
                root,
                "--env",
                "A=1",
                "--env=B=x=y",
                "--env",
                "A=",
                "--workdir",
                "/tmp",
                "--user",
                "1000:33",
                "--hostname",
                "box.example",
                "--volume",
                root + ":/a:ro",
                "--volume",
                root + ":/b",
                "--memory",
                "2g",
                "--no-tty",
                "--trace=" + root + "/t",
                "--trace-summary",
                "--",
                "ls");
        assertEquals(directory, options.rootfs());
        assertEquals(List.of("A", "B"), List.copyOf(options.environment().keySet()));
        assertEquals(Map.of("A", "", "B", "x=y"), options.environment());
        assertEquals("/tmp", options.workdir());
        assertEquals(new UserIds(1000, 33), options.user());
        assertEquals("box.example", options.hostname());
        assertEquals(List.of(new Volume(directory, "/a", true), new Volume(directory, "/b", false)), options.volumes());
        assertEquals(OptionalLong.of(2L << 30), options.memory());
        assertEquals(TerminalMode.STREAMS, options.terminal());
        assertEquals(new Trace(true, Optional.of(directory.resolve("t")), true), options.trace());
        assertEquals(List.of("ls"), options.command());
    }

    /** What options say of themselves is read again as the same. */
    @Test
    void theirOwnWordsSayTheSame() throws UsageException {
        String root = directory.toString();
        List<List<String>> lines = List.of(
                List.of("ls"),
                List.of("--env=-x=1", "--env=--x=y", "--env=A= b", "--no-tty", "--trace", "--", "-ls", "--", "\u00ff"),
                List.of("--rootfs=" + root, "--volume=" + root + ":/a:ro", "--volume=" + root + ":/b", "--", "--tty"),
                List.of("--user=3", "--memory=1500000", "--hostname=x", "--workdir=/t", "--trace=f", "--tty", "x"),
                List.of("--user=3:4", "--memory=2T", "--trace-summary", "x"));
        for (List<String> line : lines) {
            RunOptions options = parse(line.toArray(String[]::new));
            List<String> words = options.arguments();
            assertEquals("run", words.getFirst());
            assertEquals(options, parse(words.subList(1, words.size()).toArray(String[]::new)), words.toString());
        }
    }

    /** A value may look like an option of ours, or like the end of the options. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tty",
                "--no-tty",
                "--env",
                "--rootfs",
                "--trace",
                "--trace-summary",
                "--help",
                "-h",
                "--",
                "-",
                "--tty=1",
                "run",
                "doctor",
                "@file",
                "a b",
                " ",
                "'",
                "\"",
                "\\",
                "two\nlines",
                "-X",
                "--unknown",
                "$HOME",
                "\u00ff"
            })
    void variablesMayBeCalledAsOptionsAre(String name) throws UsageException {
        RunOptions plain = RunOptions.of(directory, List.of("ls", name));
        String variable = name.indexOf('=') < 0 ? name : name.substring(0, name.indexOf('='));
        for (String value : List.of("", "1", "=", name, "a=" + name)) {
            RunOptions options = new RunOptions(
                    plain.rootfs(),
                    Map.of(variable, value),
                    "/" + name,
                    plain.user(),
                    plain.hostname(),
                    List.of(new Volume(directory, "/" + name, true)),
                    plain.memory(),
                    plain.terminal(),
                    plain.trace(),
                    plain.command());
            List<String> words = options.arguments();
            assertEquals(options, parse(words.subList(1, words.size()).toArray(String[]::new)), words.toString());
        }
    }

    @Test
    void aValueThatWasForgottenIsNotTheNextOption() {
        for (String next : List.of("--tty", "--rootfs=/", "--", "-h")) {
            UsageException e = assertThrows(UsageException.class, () -> parse("--env", next, "ls"), next);
            assertTrue(e.getMessage().startsWith("--env needs a value"), e.getMessage());
        }
    }

    @Test
    void whatFollowsTheProgramIsTheProgramsVerbatim() throws UsageException {
        List<String> command = List.of(
                "prog",
                "--rootfs",
                "--",
                "--help",
                "-V",
                "--",
                "@file",
                "",
                " ",
                "'q'",
                "\"q\"",
                "a=b",
                "${x}",
                "run",
                "--trace",
                "*",
                "\u00ff");
        for (List<String> before :
                List.of(List.of("--"), List.of("--tty", "--"), List.of("--tty"), List.<String>of())) {
            List<String> all = new ArrayList<>(before);
            all.addAll(command);
            assertEquals(command, parse(all.toArray(String[]::new)).command(), before.toString());
        }
    }

    @Test
    void programsThatLookLikeOurs() throws UsageException {
        for (String word : List.of("run", "doctor", "--tty", "--help", "-h", "@x", "--", "'p'", "~")) {
            assertEquals(List.of(word), parse("--", word).command());
            assertEquals(List.of(word, word), parse("--", word, word).command());
        }
    }

    @Test
    void traceTakesAFileOnlyWhenAttached() throws UsageException {
        assertEquals(
                new Trace(true, Optional.empty(), false),
                parse("--trace", "/bin/ls").trace());
        assertEquals(List.of("/bin/ls"), parse("--trace", "/bin/ls").command());
        assertEquals(List.of("/bin/ls"), parse("--trace", "--", "/bin/ls").command());
        assertEquals(
                new Trace(false, Optional.empty(), true),
                parse("--trace-summary", "ls").trace());
        assertEquals(
                new Trace(true, Optional.of(Path.of("f")), false),
                parse("--trace=f", "--", "ls").trace());
    }

    @Test
    void valuesAreTakenVerbatim() throws UsageException {
        assertEquals(Map.of("A", "'x'"), parse("--env", "A='x'", "ls").environment());
        assertEquals(Map.of("A", "\"x\""), parse("--env=A=\"x\"", "ls").environment());
        assertEquals(
                Map.of("A", "${HOME} @f \u00ff"),
                parse("--env", "A=${HOME} @f \u00ff", "ls").environment());
        assertEquals("/@x", parse("--workdir", "/@x", "ls").workdir());
    }

    @Test
    void aUserWithoutGroupHasTheGroupOfTheSameNumber() throws UsageException {
        assertEquals(new UserIds(1000, 1000), parse("--user", "1000", "ls").user());
        assertEquals(
                new UserIds(4294967294L, 0),
                parse("--user", "4294967294:0", "ls").user());
    }

    @Test
    void theTerminalModeSays() throws UsageException {
        assertEquals(TerminalMode.TERMINAL, parse("--tty", "ls").terminal());
        assertTrue(TerminalMode.TERMINAL.isTerminal(false));
        assertTrue(TerminalMode.AUTO.isTerminal(true));
        assertTrue(!TerminalMode.AUTO.isTerminal(false) && !TerminalMode.STREAMS.isTerminal(true));
    }

    @ParameterizedTest
    @CsvSource({"1048576,1048576", "1024k,1048576", "1m,1048576", "512M,536870912", "2G,2147483648", "1T,1099511627776"
    })
    void sizes(String text, long bytes) throws UsageException {
        assertEquals(OptionalLong.of(bytes), parse("--memory", text, "ls").memory());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--memory lots | --memory lots is not a size; write a number of bytes",
                "--memory 0 | --memory 0 is not a size",
                "--memory -1 | --memory -1 is not a size",
                "--memory M | --memory M is not a size",
                "--memory 1.5G | --memory 1.5G is not a size",
                "--memory 99999999999T | --memory 99999999999T is not a size",
                "--memory 99999999999999999999 | --memory 99999999999999999999 is not a size",
                "--memory= | --memory  is not a size",
                "--user bob | --user bob is not UID or UID:GID; write numbers",
                "--user 1: | --user 1: is not UID or UID:GID",
                "--user 1:2:3 | --user 1:2:3 is not UID or UID:GID",
                "--user 4294967295 | --user 4294967295 is not UID or UID:GID",
                "--env A | --env A is not K=V",
                "--env =A | --env =A is not K=V",
                "--workdir tmp | --workdir tmp is not an absolute path of the guest; begin it with a slash",
                "--hostname a_b | --hostname a_b is not a host name",
                "--tty --no-tty | --tty and --no-tty contradict each other; give one of them",
                "--volume /tmp | --volume /tmp is not HOST:GUEST or HOST:GUEST:ro",
                "--volume /tmp:x | --volume /tmp:x is not HOST:GUEST",
                "--volume :/x | --volume :/x is not HOST:GUEST",
                "--volume /tmp:/x:rx | --volume /tmp:/x:rx ends in an unknown mode rx",
                "--volume /nonexistent:/x | --volume /nonexistent: there is no such file or directory on the host",
                "--rootfs /nonexistent | --rootfs /nonexistent: there is no such file or directory on the host",
                "--rootfs= | --rootfs : there is no such file or directory on the host",
            })
    void badValuesAreNamed(String line, String sentence) {
        String[] words = (line + " -- /bin/ls").split(" ", -1);
        UsageException e = assertThrows(UsageException.class, () -> parse(words));
        assertTrue(e.getMessage().startsWith(sentence), e.getMessage());
    }

    private static RunOptions parse(String... words) throws UsageException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(words));
        return RunCommand.options(Cli.parse(arguments).subcommand());
    }
}

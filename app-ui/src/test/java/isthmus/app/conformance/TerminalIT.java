package isthmus.app.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shells on a terminal: the same keys show the same on the screen, byte for byte, natively and in Isthmus. */
class TerminalIT {
    private static final int SECONDS = 300;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> ENVIRONMENT =
            List.of("PATH=" + PATH, "HOME=/", "TERM=xterm", "PS1=ready> ", "PS2=more> ", "HISTFILE=", "ENV=/dev/null");
    /** The scenario's name and the shell. */
    private static final List<List<String>> SHELLS = List.of(
            List.of("bash", "/bin/bash", "--norc", "--noprofile", "-i"),
            List.of("dash", "/bin/dash", "-i"),
            List.of("busybox", "/bin/busybox", "sh", "-i"));

    @TestFactory
    Stream<DynamicTest> asTheUserOfTheTests() throws IOException {
        return tests(new Machines(-1), "0:0");
    }

    @TestFactory
    Stream<DynamicTest> asAnOrdinaryUser() throws IOException {
        return DebianRoot.isRoot()
                ? tests(new Machines(Machines.NOBODY), Machines.NOBODY + ":" + Machines.NOBODY)
                : Stream.empty();
    }

    private static Stream<DynamicTest> tests(Machines machines, String user) {
        return SHELLS.stream()
                .map(shell -> DynamicTest.dynamicTest(shell.getFirst(), () -> compare(machines, user, shell)));
    }

    private static void compare(Machines machines, String user, List<String> shell)
            throws IOException, InterruptedException {
        Path directory = Machines.freshDirectory(Path.of("/tmp"));
        List<String> program = shell.subList(1, shell.size());
        Outcome isthmus = type(shell.getFirst(), inIsthmus(machines, user, directory, program));
        List<String> words = new ArrayList<>(List.of("env", "-i"));
        words.addAll(ENVIRONMENT);
        words.addAll(program);
        Outcome host = type(shell.getFirst(), machines.onHost(directory, words));
        assertEquals(0, host.status(), host::output);
        isthmus.assertIsAs(host);
        Outcome.of(new ProcessBuilder("rm", "-rf", directory.toString()), 60);
    }

    private static ProcessBuilder inIsthmus(Machines machines, String user, Path directory, List<String> program) {
        List<String> words =
                new ArrayList<>(List.of("--rootfs", "/", "--user", user, "--workdir", directory.toString()));
        for (String variable : ENVIRONMENT) {
            words.addAll(List.of("--env", variable));
        }
        words.add("--");
        words.addAll(program);
        return machines.isthmus(words.toArray(String[]::new));
    }

    /** Puts the command on a terminal of its own, and types what the scenario says. */
    private static Outcome type(String scenario, ProcessBuilder command) throws IOException, InterruptedException {
        Path driver = Machines.top().resolve("app-ui/src/test/python/terminal.py");
        List<String> words = new ArrayList<>(List.of("python3", driver.toString(), scenario));
        words.addAll(command.command());
        return Outcome.of(command.command(words), SECONDS);
    }
}

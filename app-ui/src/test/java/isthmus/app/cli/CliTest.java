package isthmus.app.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.core.south.HostCheck;
import isthmus.core.south.HostException;
import isthmus.core.south.Platform;
import isthmus.core.south.PlatformProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(0, execute("--help"));
        assertTrue(out().contains("doctor"), out());
        out.reset();
        assertEquals(0, execute("run", "--help"));
        assertTrue(out().startsWith("Usage: isthmus run [options] -- PROGRAM [ARG...]"), out());
        out.reset();
        assertEquals(0, execute("--version"));
        assertTrue(out().matches("isthmus \\d+\\.\\d+\\.\\d+\\S*\\R"), out());
        assertEquals("", err());
    }

    @Test
    void nothingAskedIsAnsweredWithTheUsage() {
        assertEquals(125, execute());
        assertTrue(err().startsWith("Usage: isthmus"), err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "walk | unknown command walk for 'isthmus'; 'isthmus --help' says what there is",
                "--walk | unknown option --walk for 'isthmus'; 'isthmus --help' says what there is",
                "run --walk -- /bin/ls | unknown option --walk for 'isthmus run'; 'isthmus run --help' says what there is",
                "run --rootfs=/ --rootfs=/ -- /bin/ls | --rootfs is given twice; give it once",
                "run --env | --env needs a value, as in --env K=V; 'isthmus run --help' says what there is",
                "run --env --tty -- /bin/ls | --env needs a value, as in --env K=V; 'isthmus run --help' says what there is",
                "run --env -- /bin/ls | --env needs a value, as in --env K=V; 'isthmus run --help' says what there is",
                "doctor now | unknown argument now for 'isthmus doctor'; 'isthmus doctor --help' says what there is",
                "run | no program to run; name one after the options, as in 'isthmus run -- /bin/ls -l'",
                "run -- | no program to run; name one after the options, as in 'isthmus run -- /bin/ls -l'",
                "run --tty=yes -- /bin/ls | option '--tty' should be specified without 'yes' parameter; 'isthmus run --help' says what there is",
            })
    void badInputIsOneSentenceAndStatus125(String line, String sentence) {
        assertEquals(125, execute(line.split(" ", -1)));
        assertEquals("isthmus: " + sentence + System.lineSeparator(), err());
        assertEquals("", out());
    }

    @Test
    void bytesThatAreNoTextStandInMessagesAsTheyCame() {
        assertEquals(125, execute("run", "--workdir", "\u00ff\u00c3", "x"));
        assertTrue(err().contains("--workdir \u00ff\u00c3 is not"), err());
    }

    @Test
    void doctorTellsEachLackAndItsRemedy() {
        assertEquals(1, execute("doctor"));
        assertTrue(out().contains("missing wings: none" + System.lineSeparator() + "        Grow some."), out());
        assertTrue(out().contains("ok      feet: two"), out());
    }

    @Test
    void aHostWithoutPlatformIsSaidSo() {
        Cli cli = new Cli(Optional.empty(), print(out), print(err));
        assertEquals(125, cli.execute(List.of("doctor")));
        assertTrue(err().startsWith("isthmus: there is no platform for this host ("), err());
        assertEquals(0, cli.execute(List.of("--help")));
    }

    @Test
    void whatTheHostRefusesIsStatus125() {
        assertEquals(125, execute("run", "--", "/bin/true"));
        assertTrue(err().startsWith("isthmus: "), err());
        assertFalse(err().contains("\tat "), err());
    }

    private int execute(String... arguments) {
        return new Cli(Optional.of(new LegsOnly()), print(out), print(err)).execute(List.of(arguments));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, ISO_8859_1);
    }

    private String out() {
        return out.toString(ISO_8859_1);
    }

    private String err() {
        return err.toString(ISO_8859_1);
    }

    /** A host that lacks something. */
    private static final class LegsOnly implements PlatformProvider {
        @Override
        public String name() {
            return "legs only";
        }

        @Override
        public boolean isForThisHost() {
            return true;
        }

        @Override
        public List<HostCheck> examine() {
            return List.of(
                    new HostCheck("feet", HostCheck.Status.OK, "two", ""),
                    new HostCheck("wings", HostCheck.Status.MISSING, "none", "Grow some."));
        }

        @Override
        public Platform open(Consumer<String> complaints) {
            throw new HostException("no wings; grow some");
        }

        @Override
        public List<String> rawArguments() {
            return null;
        }
    }
}

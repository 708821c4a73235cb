package isthmus.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import isthmus.app.cli.Cli;
import isthmus.app.cli.ExitStatus;
import isthmus.core.south.PlatformProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Entry point of the {@code isthmus} command, and its composition root. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.setProperty(
                "jdk.console", "java.base"); // only asked whether there is a terminal; the default loads far more
        // One char is one byte from here on, so what a shell passed goes to the program and to messages as it came.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, ISO_8859_1);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, ISO_8859_1);
        Optional<PlatformProvider> host = host();
        int status = execute(new Cli(host, out, err), arguments(host, args), err);
        out.flush();
        System.exit(status);
    }

    private static int execute(Cli cli, List<String> arguments, PrintStream err) {
        try {
            return cli.execute(arguments);
        } catch (RuntimeException | Error e) {
            err.println("isthmus: internal error; please report what you ran, and this:");
            e.printStackTrace(err);
            return ExitStatus.FAILED;
        }
    }

    private static Optional<PlatformProvider> host() {
        for (PlatformProvider provider : ServiceLoader.load(PlatformProvider.class)) {
            if (provider.isForThisHost()) {
                return Optional.of(provider);
            }
        }
        return Optional.empty();
    }

    /**
     * The command line as bytes, one char each. The JVM decodes it by the locale, which loses what is no text there
     * (all of non-ASCII under {@code LC_ALL=C}); only the host can still tell what it was.
     */
    private static List<String> arguments(Optional<PlatformProvider> host, String[] decoded) {
        List<String> words = host.map(PlatformProvider::rawArguments).orElse(List.of());
        if (words.size() >= decoded.length) {
            return words.subList(words.size() - decoded.length, words.size());
        }
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return Stream.of(decoded)
                .map(argument -> new String(argument.getBytes(charset), ISO_8859_1))
                .toList();
    }
}

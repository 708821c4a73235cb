package isthmus.app.window.start;

import isthmus.app.engine.ByteSize;
import isthmus.app.engine.GuestText;
import isthmus.app.engine.HostName;
import isthmus.app.engine.RunOptions;
import isthmus.core.files.HostNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person filled in to run a program: text, whatever it is. {@link FormCheck} says whether it can be.
 *
 * @param root host path of a folder or an archive
 * @param program guest path
 * @param arguments one line, see {@link Words}
 * @param memory empty for no limit
 */
public record RunForm(
        String root,
        String program,
        String arguments,
        List<Variable> environment,
        String workdir,
        String user,
        List<Share> shares,
        String memory,
        String hostname) {
    public record Variable(String name, String value) {}

    /** A folder of the host, and where the program sees it. */
    public record Share(String host, String guest, boolean readOnly) {}

    /**
     * What a program finds in its environment unless a person takes it out. Our terminal speaks UTF-8, and glibc has this locale
     * without further files; musl takes all for UTF-8.
     */
    private static final List<Variable> USUAL_ENVIRONMENT = List.of(new Variable("LANG", "C.UTF-8"));

    /** Nothing filled in but what is usual. */
    public static final RunForm EMPTY =
            new RunForm("", "", "", USUAL_ENVIRONMENT, "/", "0", List.of(), "", HostName.DEFAULT);

    public RunForm {
        environment = List.copyOf(environment);
        shares = List.copyOf(shares);
    }

    public static RunForm of(RunOptions options) {
        List<String> words = options.command().stream().map(GuestText::show).toList();
        List<Variable> environment = new ArrayList<>();
        options.environment()
                .forEach((name, value) -> environment.add(new Variable(GuestText.show(name), GuestText.show(value))));
        List<Share> shares = options.volumes().stream()
                .map(volume -> new Share(text(volume.host()), GuestText.show(volume.guest()), volume.readOnly()))
                .toList();
        return new RunForm(
                text(options.rootfs()),
                words.getFirst(),
                Words.join(words.subList(1, words.size())),
                environment,
                GuestText.show(options.workdir()),
                options.user().text(),
                shares,
                options.memory().isPresent() ? ByteSize.text(options.memory().getAsLong()) : "",
                options.hostname());
    }

    /** A host path as a person reads and types it. */
    static String text(Path path) {
        return GuestText.show(HostNames.bytes(path));
    }

    public RunForm withRoot(String other) {
        return new RunForm(other, program, arguments, environment, workdir, user, shares, memory, hostname);
    }

    public RunForm withProgram(String other) {
        return new RunForm(root, other, arguments, environment, workdir, user, shares, memory, hostname);
    }

    public RunForm withShare(Share share) {
        List<Share> more = new ArrayList<>(shares);
        more.add(share);
        return new RunForm(root, program, arguments, environment, workdir, user, more, memory, hostname);
    }

    /** The program and its arguments on one line. */
    public String line() {
        return arguments.isBlank() ? program : program + " " + arguments;
    }
}

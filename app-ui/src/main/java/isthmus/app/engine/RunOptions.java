package isthmus.app.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What to run, and in what surroundings. Strings for the guest are bytes, one char each (ISO 8859-1).
 *
 * @param rootfs an existing directory, or a tar file, of the host
 * @param environment variables that were asked for, in order; the run adds PATH, HOME and TERM if they are not among them
 * @param workdir absolute guest path
 * @param hostname see {@link HostName}
 * @param memory limit in bytes, at least 1 MiB; none if empty
 * @param terminal for the command line: whether the program gets a terminal
 * @param trace for the command line: what to print of the system calls
 * @param command the program and its arguments, verbatim; never empty
 */
public record RunOptions(
        Path rootfs,
        Map<String, String> environment,
        String workdir,
        UserIds user,
        String hostname,
        List<Volume> volumes,
        OptionalLong memory,
        TerminalMode terminal,
        Trace trace,
        List<String> command) {
    /** @throws OptionException if a value is not possible, with a sentence for a person */
    public RunOptions {
        rootfs = rootfs.toAbsolutePath();
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        volumes = List.copyOf(volumes);
        command = List.copyOf(command);
        environment.forEach(RunOptions::checkVariable);
        checkWorkdir("the working directory", workdir);
        HostName.parse("the host name", hostname);
        memory.ifPresent(ByteSize::checked);
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new OptionException("there is no program to run; name one");
        }
        command.forEach(word -> noZero("the argument", word));
    }

    /** A program on its own: all else as {@code isthmus run} has it without options. */
    public static RunOptions of(Path rootfs, List<String> command) {
        return new RunOptions(
                rootfs,
                Map.of(),
                "/",
                UserIds.ROOT,
                HostName.DEFAULT,
                List.of(),
                OptionalLong.empty(),
                TerminalMode.AUTO,
                Trace.OFF,
                command);
    }

    /**
     * Variables from lines {@code K=V}; a later one replaces an earlier one of the same name.
     *
     * @param option what to call one in a message
     * @throws OptionException if one has another form
     */
    public static Map<String, String> environment(String option, List<String> pairs) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new OptionException(
                        option + " " + pair + " is not K=V; write a name, an equals sign and a value");
            }
            environment.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return environment;
    }

    /**
     * The directory itself, if it is an absolute path.
     *
     * @param option what to call it in a message
     */
    public static String checkWorkdir(String option, String text) {
        if (!text.startsWith("/")) {
            throw new OptionException(
                    option + " " + text + " is not an absolute path of the guest; begin it with a slash");
        }
        return noZero(option, text);
    }

    private static void checkVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new OptionException(
                    "a variable cannot be called '" + name + "'; give it a name without equals signs");
        }
        noZero("the variable " + name, value);
        noZero("the variable", name);
    }

    private static String noZero(String what, String text) {
        if (text.indexOf(0) >= 0) {
            throw new OptionException(what + " has a zero byte in it, which no program can get; take it out");
        }
        return text;
    }

    public RunOptions withCommand(List<String> other) {
        return new RunOptions(rootfs, environment, workdir, user, hostname, volumes, memory, terminal, trace, other);
    }

    /** @throws OptionException if a variable is not possible */
    public RunOptions withEnvironment(Map<String, String> other) {
        return new RunOptions(rootfs, other, workdir, user, hostname, volumes, memory, terminal, trace, command);
    }

    /** @throws OptionException if it is no absolute path */
    public RunOptions withWorkdir(String other) {
        return new RunOptions(rootfs, environment, other, user, hostname, volumes, memory, terminal, trace, command);
    }

    public RunOptions withTerminal(TerminalMode mode) {
        return new RunOptions(rootfs, environment, workdir, user, hostname, volumes, memory, mode, trace, command);
    }

    /** The words after {@code isthmus} that say the same on the command line: bytes, one char each. */
    public List<String> arguments() {
        return CommandLineText.arguments(this);
    }

    /** The command line that does the same, for a POSIX shell. */
    public String asCommand() {
        List<String> words = new ArrayList<>(List.of("isthmus"));
        words.addAll(arguments());
        return CommandLineText.forPosixShell(words);
    }
}

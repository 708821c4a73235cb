package isthmus.app.run;

import isthmus.app.cli.StandardOptions;
import isthmus.app.cli.UsageException;
import isthmus.app.engine.ByteSize;
import isthmus.app.engine.HostName;
import isthmus.app.engine.HostPaths;
import isthmus.app.engine.OptionException;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.TerminalMode;
import isthmus.app.engine.Trace;
import isthmus.app.engine.UserIds;
import isthmus.app.engine.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code isthmus run}. */
public final class RunCommand {
    public static final String NAME = "run";

    private static final String ROOTFS = "--rootfs";
    private static final String ENV = "--env";
    private static final String WORKDIR = "--workdir";
    private static final String USER = "--user";
    private static final String HOSTNAME = "--hostname";
    private static final String VOLUME = "--volume";
    private static final String MEMORY = "--memory";
    private static final String TTY = "--tty";
    private static final String NO_TTY = "--no-tty";
    private static final String TRACE = "--trace";
    private static final String TRACE_SUMMARY = "--trace-summary";

    private RunCommand() {}

    public static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create()
                .addOption(value(
                        ROOTFS,
                        "DIR|TAR",
                        "The guest's root: a directory or a tar file of the host. Nothing is"
                                + " written to it. Default: /"))
                .addOption(values(ENV, "K=V", "Set an environment variable. May be repeated."))
                .addOption(value(WORKDIR, "DIR", "Start in this directory of the guest. Default: /"))
                .addOption(value(
                        USER,
                        "UID[:GID]",
                        "Run as this user, and the group of the same number if none is" + " given. Default: 0:0"))
                .addOption(value(HOSTNAME, "NAME", "The guest's host name. Default: isthmus"))
                .addOption(values(
                        VOLUME,
                        "HOST:GUEST[:ro]",
                        "Show a directory of the host at GUEST. Writes go"
                                + " through unless :ro is given. May be repeated."))
                .addOption(value(MEMORY, "SIZE", "Limit the guest's memory, such as 512M or 2G; at least 1M."))
                .addOption(flag(TTY, "Give the guest a terminal."))
                .addOption(flag(
                        NO_TTY,
                        "Give the guest plain streams. Default: a terminal if standard input and output" + " are one."))
                .addOption(OptionSpec.builder(TRACE)
                        .paramLabel("FILE")
                        .type(String.class)
                        .arity("0..1")
                        .fallbackValue("")
                        .preprocessor(new OnlyAttached())
                        .description("Print each system call, to standard error or to FILE.")
                        .build())
                .addOption(flag(TRACE_SUMMARY, "Print a table of the system calls at the end."))
                .addOption(StandardOptions.help());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel("PROGRAM [ARG]")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .hidden(true) // the synopsis says it
                .build());
        spec.usageMessage()
                .description("Runs a program.")
                .customSynopsis("isthmus run [options] -- PROGRAM [ARG...]")
                .footer(
                        "",
                        "Exit status: the program's; 128+N if signal N ended it; 125 if Isthmus failed,"
                                + " 126 if PROGRAM cannot be executed, 127 if there is none.");
        return spec;
    }

    /** What the options say. */
    public static RunOptions options(ParseResult parsed) throws UsageException {
        List<String> command = parsed.matchedPositionalValue(0, List.<String>of());
        if (command.isEmpty()) {
            throw new UsageException(
                    "no program to run; name one after the options, as in 'isthmus run -- /bin/ls -l'");
        }
        if (command.getFirst().isEmpty()) {
            throw new UsageException("the program's name is empty; name one, as in 'isthmus run -- /bin/ls -l'");
        }
        try {
            return options(parsed, command);
        } catch (OptionException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static RunOptions options(ParseResult parsed, List<String> command) throws UsageException {
        String memory = parsed.matchedOptionValue(MEMORY, null);
        return new RunOptions(
                HostPaths.existing(ROOTFS, parsed.matchedOptionValue(ROOTFS, "/")),
                RunOptions.environment(ENV, parsed.matchedOptionValue(ENV, List.of())),
                RunOptions.checkWorkdir(WORKDIR, parsed.matchedOptionValue(WORKDIR, "/")),
                UserIds.parse(USER, parsed.matchedOptionValue(USER, "0:0")),
                HostName.parse(HOSTNAME, parsed.matchedOptionValue(HOSTNAME, HostName.DEFAULT)),
                volumes(parsed.matchedOptionValue(VOLUME, List.of())),
                memory == null ? OptionalLong.empty() : OptionalLong.of(ByteSize.parse(MEMORY, memory)),
                terminal(parsed),
                trace(parsed),
                command);
    }

    private static List<Volume> volumes(List<String> texts) {
        return texts.stream().map(text -> Volume.parse(VOLUME, text)).toList();
    }

    private static TerminalMode terminal(ParseResult parsed) throws UsageException {
        boolean tty = parsed.hasMatchedOption(TTY);
        boolean noTty = parsed.hasMatchedOption(NO_TTY);
        if (tty && noTty) {
            throw new UsageException(TTY + " and " + NO_TTY + " contradict each other; give one of them");
        }
        return tty ? TerminalMode.TERMINAL : noTty ? TerminalMode.STREAMS : TerminalMode.AUTO;
    }

    private static Trace trace(ParseResult parsed) {
        String file = parsed.matchedOptionValue(TRACE, "");
        Optional<Path> path = file.isEmpty() ? Optional.empty() : Optional.of(HostPaths.path(TRACE + "=" + file, file));
        return new Trace(parsed.hasMatchedOption(TRACE), path, parsed.hasMatchedOption(TRACE_SUMMARY));
    }

    private static OptionSpec value(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .preprocessor(new NoOptionUnlessAttached())
                .description(description)
                .build();
    }

    private static OptionSpec values(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .preprocessor(new NoOptionUnlessAttached())
                .description(description)
                .build();
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .arity("0")
                .type(boolean.class)
                .description(description)
                .build();
    }

    /** An option whose value may look like an option if it is attached with an equals sign; else it was forgotten. */
    private static final class NoOptionUnlessAttached implements IParameterPreprocessor {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's signature
        public boolean preprocess(Stack<String> args, CommandSpec spec, ArgSpec argument, Map<String, Object> info) {
            if (!"=".equals(info.get("separator")) && !args.isEmpty() && isOption(spec, args.peek())) {
                throw new MissingParameterException(spec.commandLine(), argument, "no value");
            }
            return false;
        }

        private static boolean isOption(CommandSpec spec, String word) {
            int equals = word.indexOf('=');
            return word.equals("--") || spec.findOption(equals < 0 ? word : word.substring(0, equals)) != null;
        }
    }

    /** An option whose value must be attached with an equals sign, so that it never takes the next word. */
    private static final class OnlyAttached implements IParameterPreprocessor {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's signature
        public boolean preprocess(Stack<String> args, CommandSpec spec, ArgSpec argument, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                args.push("");
            }
            return false;
        }
    }
}

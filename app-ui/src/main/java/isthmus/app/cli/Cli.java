package isthmus.app.cli;

import isthmus.app.doctor.Doctor;
import isthmus.app.run.RunCommand;
import isthmus.app.run.Runner;
import isthmus.app.window.WindowCommand;
import isthmus.core.south.HostException;
import isthmus.core.south.PlatformProvider;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: parses, and calls the command that was asked for. The model is built in code, not by annotations,
 * because reflection would cost more than the rest of the start.
 */
public final class Cli {
    private final Optional<PlatformProvider> host;
    private final PrintStream out;
    private final PrintStream err;

    public Cli(Optional<PlatformProvider> host, PrintStream out, PrintStream err) {
        this.host = host;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command.
     *
     * @param arguments what follows {@code isthmus}, one char a byte
     * @return the status to exit with, see {@link ExitStatus}
     */
    public int execute(List<String> arguments) {
        try {
            return dispatch(parse(arguments));
        } catch (UsageException | HostException e) {
            err.println("isthmus: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private int dispatch(ParseResult parsed) throws UsageException {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        CommandLine commandLine = command.commandSpec().commandLine();
        if (command.isUsageHelpRequested()) {
            commandLine.usage(out, Ansi.OFF);
            return ExitStatus.OK;
        }
        if (command.isVersionHelpRequested()) {
            commandLine.printVersionHelp(out, Ansi.OFF);
            return ExitStatus.OK;
        }
        return switch (command.commandSpec().name()) {
            case RunCommand.NAME -> new Runner(host(), err).run(RunCommand.options(command));
            case Doctor.NAME -> new Doctor(host(), out).run();
            case WindowCommand.NAME -> new WindowCommand(host()).run();
            default -> {
                if (WindowCommand.isAvailable()) {
                    yield new WindowCommand(host()).run();
                }
                commandLine.usage(err, Ansi.OFF);
                yield ExitStatus.FAILED;
            }
        };
    }

    private PlatformProvider host() throws UsageException {
        return host.orElseThrow(() -> new UsageException("there is no platform for this host ("
                + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                + "); Isthmus runs on x86-64 Linux"));
    }

    static ParseResult parse(List<String> arguments) throws UsageException {
        CommandLine commandLine = new CommandLine(CommandSpec.create()
                .name("isthmus")
                .version("isthmus " + Version.text())
                .addSubcommand(RunCommand.NAME, RunCommand.spec())
                .addSubcommand(Doctor.NAME, Doctor.spec())
                .addSubcommand(WindowCommand.NAME, WindowCommand.spec())
                .addOption(StandardOptions.help())
                .addOption(StandardOptions.version()));
        commandLine
                .getCommandSpec()
                .usageMessage()
                .description(
                        "Runs unmodified x86-64 Linux programs, without a virtual machine, root or a Linux kernel.");
        // What follows the program is the program's: no option of ours, no @file, no quotes to take off.
        commandLine
                .setStopAtPositional(true)
                .setExpandAtFiles(false)
                .setTrimQuotes(false)
                .setInterpolateVariables(false);
        commandLine.setPosixClusteredShortOptionsAllowed(false);
        commandLine.setAllowOptionsAsOptionParameters(true); // RunCommand says which values may look like options
        try {
            return commandLine.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(sentence(e));
        }
    }

    private static String sentence(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String remedy = "; '" + command + " --help' says what there is";
        return switch (e) {
            case UnmatchedArgumentException unmatched -> {
                String word = unmatched.getUnmatched().getFirst();
                String kind = word.startsWith("-") ? "option " : command.equals("isthmus") ? "command " : "argument ";
                yield "unknown " + kind + word + " for '" + command + "'" + remedy;
            }
            case MissingParameterException missing -> {
                ArgSpec argument = missing.getMissing().getFirst();
                yield name(argument) + " needs a value, as in " + name(argument) + " " + argument.paramLabel() + remedy;
            }
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice; give it once";
            default -> e.getMessage() + remedy;
        };
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}

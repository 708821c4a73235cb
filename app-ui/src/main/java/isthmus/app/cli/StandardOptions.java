package isthmus.app.cli;

import picocli.CommandLine.Model.OptionSpec;

/** The options that every command has. */
public final class StandardOptions {
    private StandardOptions() {}

    public static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this text.")
                .build();
    }

    public static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build();
    }
}

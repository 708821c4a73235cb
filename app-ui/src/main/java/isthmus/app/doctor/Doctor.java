package isthmus.app.doctor;

import isthmus.app.cli.ExitStatus;
import isthmus.app.cli.StandardOptions;
import isthmus.core.south.HostCheck;
import isthmus.core.south.HostCheck.Status;
import isthmus.core.south.PlatformProvider;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code isthmus doctor}: what this host offers and lacks, each lack with a remedy. */
public final class Doctor {
    public static final String NAME = "doctor";

    private final PlatformProvider host;
    private final PrintStream out;

    public Doctor(PlatformProvider host, PrintStream out) {
        this.host = host;
        this.out = out;
    }

    public static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().addOption(StandardOptions.help());
        spec.usageMessage()
                .description("Says what this host offers and lacks.")
                .footer("", "Exit status: 0 if nothing is missing, 1 if something is.");
        return spec;
    }

    public int run() {
        out.println("Host: " + host.name());
        out.println("Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        List<HostCheck> checks = host.examine();
        for (HostCheck check : checks) {
            out.printf("%-8s%s: %s%n", word(check.status()), check.name(), check.detail());
            if (!check.remedy().isEmpty()) {
                out.println("        " + check.remedy());
            }
        }
        boolean missing = checks.stream().anyMatch(check -> check.status() == Status.MISSING);
        return missing ? ExitStatus.UNHEALTHY : ExitStatus.OK;
    }

    private static String word(Status status) {
        return switch (status) {
            case OK -> "ok";
            case SLOWER -> "slower";
            case MISSING -> "missing";
        };
    }
}

package isthmus.app.window;

import isthmus.app.cli.ExitStatus;
import isthmus.app.cli.StandardOptions;
import isthmus.core.south.HostException;
import isthmus.core.south.PlatformProvider;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import picocli.CommandLine.Model.CommandSpec;

/** {@code isthmus window}, and {@code isthmus} alone: opens the window and stays until it is closed. */
public final class WindowCommand {
    public static final String NAME = "window";

    private final PlatformProvider host;

    public WindowCommand(PlatformProvider host) {
        this.host = host;
    }

    public static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().addOption(StandardOptions.help());
        spec.usageMessage().description("Opens the window; so does isthmus alone.");
        return spec;
    }

    /** Whether the window's modules are there; {@code ./isthmus} leaves them out for all other commands. */
    public static boolean isAvailable() {
        return ModuleLayer.boot().findModule("javafx.controls").isPresent();
    }

    public int run() {
        if (!isAvailable()) {
            throw new HostException(
                    "the window's libraries are not on the module path; start it with ./isthmus window");
        }
        CountDownLatch closed = new CountDownLatch(1);
        try {
            Platform.startup(() -> new WindowRoot(host, closed::countDown).open());
        } catch (UnsupportedOperationException e) {
            throw new HostException(
                    "the window cannot open: there is no display (" + e.getMessage()
                            + "); set DISPLAY, or use 'isthmus run' in this terminal",
                    e);
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        return ExitStatus.OK;
    }
}

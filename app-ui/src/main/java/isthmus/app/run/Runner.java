package isthmus.app.run;

import isthmus.core.south.HostException;
import isthmus.core.south.PlatformProvider;

/** Runs one program in a system of its own. */
public final class Runner {
    private final PlatformProvider host;

    public Runner(PlatformProvider host) {
        this.host = host;
    }

    /** The exit status of the program, or of Isthmus if it could not run it. */
    public int run(RunOptions options) {
        // The one place from which the engine is called: open the host's platform, build an isthmus.linux.Kernel on it.
        throw new HostException("the engine that runs " + options.command().getFirst() + " on " + host.name()
                + " is not built yet; wait for a later version");
    }
}

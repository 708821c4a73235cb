package isthmus.app.engine;

import isthmus.core.south.PlatformProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests of runs have in common. */
public final class Engines {
    private static final long SECONDS = 60;
    /** The host's own files, or, where programs of Linux are not the host's, a tar file with a few. */
    private static final Path ROOT = Path.of(System.getProperty("isthmus.test.root", "/"));

    private Engines() {}

    /** An engine on this very host. */
    public static Engine ofThisHost() {
        return new Engine(thisHost());
    }

    public static PlatformProvider thisHost() {
        for (PlatformProvider provider : ServiceLoader.load(PlatformProvider.class, Engines.class.getClassLoader())) {
            if (provider.isForThisHost()) {
                return provider;
            }
        }
        throw new IllegalStateException("there is no platform for this host");
    }

    public static RunOptions program(String... command) {
        return RunOptions.of(ROOT, List.of(command));
    }

    public static RunOptions shell(String script) {
        return program("/bin/sh", "-c", script);
    }

    public static RunEnd await(Run run) throws InterruptedException {
        try {
            return run.end().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(run.options().command() + " did not end; " + run.state(), e);
        }
    }
}

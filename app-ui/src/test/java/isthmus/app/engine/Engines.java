package isthmus.app.engine;

import isthmus.core.south.PlatformProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests of runs have in common. */
final class Engines {
    private static final long SECONDS = 60;

    private Engines() {}

    /** An engine on this very host. */
    static Engine ofThisHost() {
        for (PlatformProvider provider : ServiceLoader.load(PlatformProvider.class, Engines.class.getClassLoader())) {
            if (provider.isForThisHost()) {
                return new Engine(provider);
            }
        }
        throw new IllegalStateException("there is no platform for this host");
    }

    /** A program of the host's own files. */
    static RunOptions program(String... command) {
        return RunOptions.of(Path.of("/"), List.of(command));
    }

    static RunOptions shell(String script) {
        return program("/bin/sh", "-c", script);
    }

    static RunEnd await(Run run) throws InterruptedException {
        try {
            return run.end().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(run.options().command() + " did not end; " + run.state(), e);
        }
    }
}

package isthmus.app.engine;

import isthmus.core.files.host.HostWords;
import isthmus.core.south.PlatformProvider;
import isthmus.linux.trace.Tracer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Starts runs, as many at once as the host can bear. Each has a kernel, a platform, memory and files of its own, and nothing
 * in common with another but this JVM.
 */
public final class Engine implements AutoCloseable {
    private final PlatformProvider host;
    /** Guarded by this: runs that have not ended. */
    private final Set<Run> runs = new HashSet<>();

    private boolean closed;
    private final SharedArchives archives = new SharedArchives();

    public Engine(PlatformProvider host) {
        this.host = host;
        HostWords.learn(host.fileErrors());
    }

    public PlatformProvider host() {
        return host;
    }

    /** Starts a run that a tracer hears of; the tracer is closed by who made it, once the run has ended. */
    public Run start(RunOptions options, RunStreams streams, Tracer tracer) {
        return start(options, streams, new RunObserver() {
            @Override
            public Tracer tracer() {
                return tracer;
            }
        });
    }

    /**
     * Starts a run and returns at once: a thread of the run opens the root file system and starts the program.
     *
     * @throws IllegalStateException if the engine is closed
     */
    public Run start(RunOptions options, RunStreams streams, RunObserver observer) {
        Run run = new Run(host, archives, options, streams, observer);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the engine is closed");
            }
            runs.add(run);
        }
        boolean started = false;
        try {
            run.begin(() -> forget(run));
            started = true;
            return run;
        } finally {
            if (!started) {
                forget(run);
            }
        }
    }

    /** Looks into root file systems; to be closed by the caller, before the engine. */
    public Inspector newInspector() {
        return new Inspector(archives);
    }

    private synchronized void forget(Run run) {
        runs.remove(run);
    }

    /** The runs that have not ended, in no order; a copy. */
    public synchronized List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Kills all runs, and waits until they have ended. Idempotent. */
    @Override
    public void close() {
        List<Run> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(runs);
        }
        left.forEach(Run::kill);
        left.forEach(run -> run.end().join());
        archives.close();
    }
}

package isthmus.core.handoff;

import isthmus.core.wait.Threads;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A thread that buries processes of the host that nobody uses any more, one after the other, so that nobody waits for it. */
public final class Reaper<P> {
    private final BlockingQueue<Optional<P>> graveyard = new LinkedBlockingQueue<>();
    private final Consumer<P> bury;
    private final Thread thread = new Thread(this::run, "isthmus-reaper");

    /** @param bury called by the reaper's thread */
    public Reaper(Consumer<P> bury) {
        this.bury = bury;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    public void add(P process) {
        graveyard.add(Optional.of(process));
    }

    /** There will be no more. */
    public void finish() {
        graveyard.add(Optional.empty());
    }

    /** Waits, after {@link #finish()}, until all are buried. */
    public void awaitEnd() {
        Threads.join(thread);
    }

    /** The same, for at most so many milliseconds; returns whether all are buried. */
    public boolean awaitEnd(long millis) {
        return Threads.join(thread, millis);
    }

    private void run() {
        try {
            for (Optional<P> next = graveyard.take(); next.isPresent(); next = graveyard.take()) {
                bury.accept(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

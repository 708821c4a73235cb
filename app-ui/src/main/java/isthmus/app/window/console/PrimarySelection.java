package isthmus.app.window.console;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * What was selected last, for the middle button: what all programs of the host share, where it has such a thing, else what was
 * selected last in a console of this window. Lives on the JavaFX thread.
 */
final class PrimarySelection implements AutoCloseable {
    /** What the programs of a host share. Called in the background, as other programs have to answer. */
    interface Host extends Closeable {
        /** From now on other programs get this text. */
        void set(String text) throws IOException;

        /** What is selected now, in whatever program; empty if nothing is, or it is no text. */
        String get() throws IOException;
    }

    private static final long IDLE_SECONDS = 5;

    private final Host host;
    private final Executor background;
    private final Executor fx;
    private String own = "";

    /**
     * @param host null if programs share nothing
     * @param background runs one after another
     */
    PrimarySelection(Host host, Executor background, Executor fx) {
        this.host = host;
        this.background = background;
        this.fx = fx;
    }

    /** X11's, where there is one. */
    static PrimarySelection ofHost() {
        String display = System.getenv("DISPLAY");
        if (display == null || System.getProperty("os.name").startsWith("Windows")) {
            return new PrimarySelection(null, Runnable::run, Platform::runLater);
        }
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "isthmus-selection");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return new PrimarySelection(new X11Selection(display), one, Platform::runLater);
    }

    /** Something was selected in a console: every program pastes it from now on. */
    void set(String text) {
        own = text;
        if (host != null) {
            background.execute(() -> {
                try {
                    host.set(text);
                } catch (IOException e) { // the display went away, or lets nobody in: it stays ours alone
                    System.err.println("isthmus: other programs cannot paste what is selected: " + e.getMessage());
                }
            });
        }
    }

    /** Gives what was selected last, on the JavaFX thread; empty if nothing was, or it is no text. */
    void get(Consumer<String> taker) {
        String ours = own;
        if (host == null) {
            taker.accept(ours);
            return;
        }
        background.execute(() -> {
            String text;
            try {
                text = host.get();
            } catch (IOException e) {
                text = ours;
            }
            String found = text;
            fx.execute(() -> taker.accept(found));
        });
    }

    /** What was selected here is gone. */
    @Override
    public void close() {
        if (host != null) {
            background.execute(() -> {
                try {
                    host.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

package isthmus.app.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import isthmus.app.engine.Engine;
import isthmus.app.engine.Run;
import isthmus.app.engine.RunEnd;
import isthmus.app.engine.RunObserver;
import isthmus.app.engine.RunOptions;
import isthmus.app.engine.RunStreams;
import isthmus.app.watch.ThreadDump;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs in this JVM, for tests on a host where each JVM takes long to start. */
final class WindowsRun {
    /** So many programs at a time. JUnit starts further tests while some are waited for. */
    private static final Semaphore TURNS = new Semaphore(Integer.getInteger("isthmus.test.parallel", 3));

    private WindowsRun() {}

    /** What a program did, and in how many seconds. */
    record Ended(Outcome outcome, double seconds) {}

    /** What a program does with empty standard input, if it ends so many seconds after it was started. */
    static Ended of(Engine engine, RunOptions options, int seconds) throws InterruptedException {
        TURNS.acquire();
        try {
            long start = System.nanoTime();
            Outcome outcome = now(engine, options, seconds);
            return new Ended(outcome, (System.nanoTime() - start) / 1e9);
        } finally {
            TURNS.release();
        }
    }

    private static Outcome now(Engine engine, RunOptions options, int seconds) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        RunStreams streams = new RunStreams.Plain(InputStream.nullInputStream(), out, err, null);
        Run run = engine.start(options, streams, complaintsTo(err));
        int status;
        try {
            status = status(run.end().get(seconds, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            System.out.println("not ended within " + seconds + " s: " + options.command() + "\n" + ThreadDump.text());
            run.kill();
            status = -1;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        return new Outcome(status, out.toString(ISO_8859_1), err.toString(ISO_8859_1));
    }

    /** Has the engine's complaints where the command line has them. */
    private static RunObserver complaintsTo(ByteArrayOutputStream err) {
        return new RunObserver() {
            @Override
            public void complaint(String line) {
                err.writeBytes(("isthmus: " + line + "\n").getBytes(ISO_8859_1));
            }
        };
    }

    /** As the command line would end. */
    private static int status(RunEnd end) {
        return switch (end) {
            case RunEnd.Exited exited -> exited.status();
            case RunEnd.Signalled signalled -> 128 + signalled.signal();
            case RunEnd.NotStarted refused -> throw new AssertionError(refused.message());
            case RunEnd.Refused refused -> throw new AssertionError(refused.message(), refused.cause());
            case RunEnd.Broken broken -> throw new AssertionError("an internal error", broken.cause());
        };
    }
}

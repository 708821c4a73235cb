package isthmus.app.window;

import isthmus.app.engine.RunOptions;
import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import isthmus.app.window.console.ConsolePage;
import isthmus.app.window.console.FrameMeter;
import isthmus.app.window.start.Starter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;

/**
 * The window without a person: it does one step after another, with time in between for each to be drawn, and closes itself.
 * So the build learns for the AOT cache what people do first, and {@code bench/window} measures floods of output.
 */
final class Rehearsal {
    /** A system property: the steps, separated by commas. */
    static final String PROPERTY = "isthmus.window.rehearse";

    /** A step: a shell waits for a line and becomes {@code cat}, which writes this file; how that went is printed. */
    private static final String FLOOD = "flood:";

    private static final String SCRIPT = "read -r line; exec cat \"$1\"";
    private static final byte[] LINE = {'\r'};

    /** A step: a program floods its terminal, and gets Ctrl+C; how long it lived on is printed. */
    private static final String INTERRUPT = "interrupt";

    private static final List<String> ENDLESS = List.of("/usr/bin/yes", "a line that is written again and again");
    private static final byte[] CONTROL_C = {3};

    private static final Duration BETWEEN = Duration.millis(700);

    private final Deque<String> steps;
    private final Map<String, Runnable> deeds;
    private final Starter starter;
    private final Sessions sessions;
    private final Workspace workspace;
    private final Runnable close;

    /** @param deeds what the steps of these names do */
    Rehearsal(
            String steps,
            Map<String, Runnable> deeds,
            Starter starter,
            Sessions sessions,
            Workspace workspace,
            Runnable close) {
        this.steps = new ArrayDeque<>(List.of(steps.split(",")));
        this.deeds = deeds;
        this.starter = starter;
        this.sessions = sessions;
        this.workspace = workspace;
        this.close = close;
    }

    /** Does the next step soon, and all that follow. */
    void goOn() {
        soon(this::step);
    }

    private static void soon(Runnable deed) {
        PauseTransition pause = new PauseTransition(BETWEEN);
        pause.setOnFinished(event -> Platform.runLater(deed)); // not in the middle of a pulse, whose frame is to come
        pause.play();
    }

    private void step() {
        String step = steps.poll();
        if (step == null) {
            close.run();
        } else if (step.startsWith(FLOOD)) {
            flood(step.substring(FLOOD.length()));
        } else if (step.equals(INTERRUPT)) {
            interrupt();
        } else {
            deeds.get(step).run();
            goOn();
        }
    }

    private void flood(String file) {
        Session session = start(List.of("/bin/sh", "-c", SCRIPT, "sh", file));
        ConsolePage page = (ConsolePage) workspace.page().orElseThrow();
        soon(() -> {
            FrameMeter meter = page.view().meter();
            meter.reset();
            TerminalSnapshot shot = page.view().terminal().snapshot(null, Terminal.BOTTOM);
            type(session, LINE, seconds -> {
                FrameMeter.Figures frames = meter.figures();
                System.out.printf(
                        Locale.ROOT,
                        "flood columns=%d rows=%d seconds=%.3f frames=%d gap=%.1f longest=%.1f late=%d%n",
                        shot.columns(),
                        shot.rows(),
                        seconds,
                        frames.frames(),
                        frames.gapMedian(),
                        frames.gapMax(),
                        frames.late());
            });
        });
    }

    private void interrupt() {
        Session session = start(ENDLESS);
        soon(() -> type(
                session, CONTROL_C, seconds -> System.out.printf(Locale.ROOT, "interrupt seconds=%.3f%n", seconds)));
    }

    private Session start(List<String> command) {
        starter.start(RunOptions.of(Path.of("/"), command));
        return sessions.all().getLast();
    }

    /** Types something, and goes on as soon as the program has ended; {@code then} gets the seconds that it took. */
    private void type(Session session, byte[] keys, DoubleConsumer then) {
        if (!session.isAlive()) { // a host on which no program can run
            System.out.println("ended early: " + session.endProperty().get());
            goOn();
            return;
        }
        long before = System.nanoTime();
        session.endProperty().addListener((property, old, end) -> {
            then.accept((System.nanoTime() - before) / 1e9);
            goOn();
        });
        session.run().console().orElseThrow().type(keys);
    }
}

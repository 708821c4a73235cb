package isthmus.app.window;

import static isthmus.app.window.FxThread.fx;

import isthmus.app.engine.RunOptions;
import isthmus.app.record.TraceRow;
import isthmus.app.record.TraceRuns;
import isthmus.app.record.TraceStore;
import isthmus.app.window.trace.TracePage;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * The page of a trace on a stage, and when its frames were painted. JavaFX paints a frame on another thread, and waits at
 * the end of a pulse for the frame before: so that there is one each pulse while it is measured, something changes in each, and what was laid out
 * in a pulse counts as painted when the second one after it begins. That is later than it was.
 */
final class TraceStage {
    private static final int PULSES = 2;

    /** A call, and in which pulse a frame with its row was laid out. */
    private record Shown(long pulse, long nanos) {}

    private final TraceStore store;
    private final TracePage page;
    private final Stage stage;
    private final VirtualFlow<?> flow;
    private final Node mark;
    private final List<Long> lags = new ArrayList<>();
    private final Deque<Shown> waiting = new ArrayDeque<>();
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            pulse++;
            mark.setOpacity(pulse % 2 == 0 ? 1 : 0.99);
            while (!waiting.isEmpty() && waiting.getFirst().pulse() + PULSES <= pulse) {
                lags.add(System.nanoTime() - waiting.removeFirst().nanos());
            }
        }
    };
    private long pulse;
    private boolean measuring;
    /** The last row that was on the screen. */
    private long last;

    TraceStage(TraceStore store) {
        this.store = store;
        stage = fx(Stage::new);
        page = fx(() -> {
            Session session = new Session(1, RunOptions.of(Path.of("/"), List.of("/bin/true")));
            TracePage made = new TracePage(session, store, new Background(Throwable::printStackTrace), null);
            StackPane frame = new StackPane(made.node());
            frame.getStyleClass().add("frame");
            Scene scene = new Scene(frame, 1200, 800);
            new Themes(new Settings(java.util.Map.of(), null, Runnable::run, e -> {})).style(scene);
            scene.addPostLayoutPulseListener(this::laidOut);
            stage.setScene(scene);
            stage.show();
            return made;
        });
        flow = find(".virtual-flow", VirtualFlow.class);
        mark = find("#trace-count", Node.class);
    }

    <T> T find(String selector, Class<T> type) {
        return fx(() -> type.cast(page.node().lookup(selector)));
    }

    /** Does what the action with this name does. */
    void act(String id) {
        fx(() -> {
            page.actions().stream()
                    .filter(action -> action.id().equals(id))
                    .findAny()
                    .orElseThrow()
                    .fire();
            return null;
        });
    }

    void filter(String expression) {
        fx(() -> {
            find("#trace-filter", TextField.class).setText(expression);
            return null;
        });
    }

    /** From now on it is noted when rows are seen. */
    void measure() {
        fx(() -> {
            last = newest();
            measuring = true;
            timer.start();
            return null;
        });
    }

    /** Nanoseconds from a call to its row's frame: of the first row that is new in each frame. */
    long[] lags() {
        return fx(() -> {
            measuring = false;
            timer.stop();
            return lags.stream().mapToLong(Long::longValue).toArray();
        });
    }

    private void laidOut() {
        if (!measuring) {
            return;
        }
        long newest = newest();
        if (newest > last) {
            TraceRow first = store.row(last + 1);
            waiting.add(new Shown(pulse, TraceRuns.origin(store) + first.nanos()));
            last = newest;
        }
    }

    /** The last row that the table shows now. */
    private long newest() {
        IndexedCell<?> last = flow.getLastVisibleCell();
        return last != null && last.getItem() instanceof TraceRow row ? row.index() : -1;
    }

    /** How long it takes from an action to the frame in which something holds. */
    long nanosUntilShown(Runnable action, BooleanSupplier holds) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        fx(() -> {
            timer.start();
            long begin = System.nanoTime();
            action.run();
            new AnimationTimer() {
                private long seen;

                @Override
                public void handle(long now) {
                    if (seen == 0 && holds.getAsBoolean()) {
                        seen = pulse;
                    } else if (seen != 0 && pulse >= seen + PULSES) {
                        stop();
                        timer.stop();
                        done.complete(System.nanoTime() - begin);
                    }
                }
            }.start();
            return null;
        });
        return done.join();
    }

    void close() {
        fx(() -> {
            page.close();
            stage.close();
            return null;
        });
    }
}

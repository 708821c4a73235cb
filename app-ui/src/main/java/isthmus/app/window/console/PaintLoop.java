package isthmus.app.window.console;

import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Calls for a frame at each pulse as long as something asks for it, and for nothing while nothing does or nobody looks. {@link
 * #request} may be called by any thread, as often as it likes.
 */
final class PaintLoop {
    /** Paints. */
    @FunctionalInterface
    interface Frame {
        /** True if there is more to come that nobody will ask for. */
        boolean paint();
    }

    /** So many pulses without a request, and the loop rests. */
    private static final int IDLE_PULSES = 4;

    private static final long LATE_NANOS = 20_000_000;

    private final Frame frame;
    private final FrameMeter meter;
    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean dirty;
    /** When dirty became true, of {@link System#nanoTime()}; about, if several threads ask. */
    private volatile long since;

    private volatile boolean running;

    // The rest belongs to the JavaFX thread.
    private boolean shown;
    private int idle;
    private long last;

    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            pulse(now);
        }
    };

    PaintLoop(Frame frame, FrameMeter meter) {
        this.frame = frame;
        this.meter = meter;
    }

    void request() {
        if (!dirty) {
            since = System.nanoTime();
            dirty = true;
        }
        if (awake.compareAndSet(false, true)) {
            Platform.runLater(this::start);
        }
    }

    /** Any thread: whether a frame that was asked for is longer overdue than a pulse should take. */
    boolean isLate() {
        return running && dirty && System.nanoTime() - since > LATE_NANOS;
    }

    /** While it is not shown nothing is painted; what was asked for is then painted when it is shown again. */
    void setShown(boolean now) {
        shown = now;
        if (shown) {
            since = System.nanoTime();
            dirty = true;
            awake.set(true);
            start();
        } else {
            stop(); // awake stays as it is: a hidden loop is not called again for each request
        }
    }

    private void start() {
        if (shown && !running) {
            running = true;
            idle = 0;
            last = 0;
            timer.start();
        }
    }

    private void stop() {
        running = false;
        timer.stop();
    }

    private void pulse(long now) {
        if (!dirty) {
            last = 0;
            if (++idle > IDLE_PULSES) {
                stop();
                awake.set(false);
                if (dirty) {
                    request();
                }
            }
            return;
        }
        idle = 0;
        if (last != 0) {
            meter.gap(now - last);
        }
        last = now;
        dirty = false;
        long before = System.nanoTime();
        boolean more = frame.paint();
        meter.painted(System.nanoTime() - before);
        if (more) {
            request();
        }
    }
}

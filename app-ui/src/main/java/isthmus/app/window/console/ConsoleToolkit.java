package isthmus.app.window.console;

import isthmus.app.window.Session;
import isthmus.app.window.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** What all consoles of a window share: the font, the glyphs drawn so far, and a clock. Lives on the JavaFX thread. */
public final class ConsoleToolkit implements AutoCloseable {
    static final double DEFAULT_FONT_SIZE = 13;

    private static final String FONT_SIZE_KEY = "console.font-size";
    private static final double SMALLEST = 4;
    private static final double LARGEST = 120;
    private static final int ATLASES = 4;
    private static final Duration BREAK = Duration.ofMillis(50);
    private static final Duration SHORT_BREAK = Duration.ofMillis(10);
    /** What is kept of consoles that were closed. */
    private static final int KEPT = 50;

    private static final long KEPT_BYTES = 64 << 20;

    private final FontGlyphs font = new FontGlyphs();
    private final Map<CellMetrics, GlyphAtlas> atlases = new LinkedHashMap<>(16, 0.75f, true);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "isthmus-console-clock");
        thread.setDaemon(true);
        return thread;
    });

    private final PrimarySelection primary = PrimarySelection.ofHost();
    private final KeptTerminals<Session> kept = new KeptTerminals<>(KEPT, KEPT_BYTES);

    private final DoubleProperty fontSize = new SimpleDoubleProperty(DEFAULT_FONT_SIZE);

    public ConsoleToolkit() {
        clock.setRemoveOnCancelPolicy(true);
    }

    /** The same in all consoles, in units of the scene; drawn is the nearest size whose cells are whole pixels. */
    DoubleProperty fontSizeProperty() {
        return fontSize;
    }

    /** Takes the font's size from the settings, and puts it there when it changes. */
    public void remember(Settings settings) {
        try {
            double size = Double.parseDouble(settings.get(FONT_SIZE_KEY, ""));
            if (size >= SMALLEST && size <= LARGEST) {
                fontSize.set(size);
            }
        } catch (NumberFormatException none) { // not set, or by something else: the usual size
            fontSize.set(DEFAULT_FONT_SIZE);
        }
        fontSize.addListener((property, old, now) ->
                settings.put(FONT_SIZE_KEY, String.format(Locale.ROOT, "%.2f", now.doubleValue())));
    }

    /** Forgets what consoles showed when their sessions go. */
    public void follow(ObservableList<Session> sessions) {
        sessions.addListener((ListChangeListener<Session>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(kept::drop);
            }
        });
    }

    /** The terminals of consoles that were closed. */
    KeptTerminals<Session> kept() {
        return kept;
    }

    PrimarySelection primary() {
        return primary;
    }

    FontGlyphs font() {
        return font;
    }

    /** The glyphs of a font size, in units of the scene, at so many device pixels per unit. */
    GlyphAtlas atlas(double size, double scale) {
        GlyphAtlas atlas = coldAtlas(size, scale);
        atlas.warmUp();
        return atlas;
    }

    private GlyphAtlas coldAtlas(double size, double scale) {
        CellMetrics cell = font.cell(size, scale);
        GlyphAtlas atlas = atlases.get(cell);
        if (atlas == null) {
            atlas = new GlyphAtlas(cell, font);
            atlases.put(cell, atlas);
            if (atlases.size() > ATLASES) {
                atlases.remove(atlases.keySet().iterator().next());
            }
        }
        return atlas;
    }

    /**
     * Makes the glyphs of the first console ahead, one style at a time, so that it need not wait for them, and then practises;
     * no pulse waits for that for long.
     */
    public void prepare(double scale) {
        prepare(coldAtlas(fontSize.get(), scale));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock
    private void prepare(GlyphAtlas atlas) {
        if (!clock.isShutdown()) {
            boolean more = atlas.warmUpOne();
            after(BREAK, () -> {
                if (more) {
                    prepare(atlas);
                } else {
                    practise(new Practice(atlas));
                }
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the clock
    private void practise(Practice practice) {
        if (practice.step() && !clock.isShutdown()) {
            after(SHORT_BREAK, () -> practise(practice));
        }
    }

    /** Runs something on the JavaFX thread again and again, until the result is cancelled. */
    ScheduledFuture<?> every(Duration period, Runnable task) {
        long millis = period.toMillis();
        return clock.scheduleAtFixedRate(() -> Platform.runLater(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Runs something on the JavaFX thread, unless the result is cancelled before. */
    ScheduledFuture<?> after(Duration delay, Runnable task) {
        return clock.schedule(() -> Platform.runLater(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        primary.close();
    }
}

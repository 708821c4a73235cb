package isthmus.app.window.console;

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

/** What all consoles of a window share: the font, the glyphs drawn so far, and a clock. Lives on the JavaFX thread. */
public final class ConsoleToolkit implements AutoCloseable {
    static final double DEFAULT_FONT_SIZE = 13;

    private static final String FONT_SIZE_KEY = "console.font-size";
    private static final double SMALLEST = 4;
    private static final double LARGEST = 120;
    private static final int ATLASES = 4;

    private final FontGlyphs font = new FontGlyphs();
    private final Map<CellMetrics, GlyphAtlas> atlases = new LinkedHashMap<>(16, 0.75f, true);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "isthmus-console-clock");
        thread.setDaemon(true);
        return thread;
    });

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

    FontGlyphs font() {
        return font;
    }

    /** The glyphs of a font size, in units of the scene, at so many device pixels per unit. */
    GlyphAtlas atlas(double size, double scale) {
        CellMetrics cell = font.cell(size, scale);
        GlyphAtlas atlas = atlases.get(cell);
        if (atlas == null) {
            atlas = new GlyphAtlas(cell, font);
            atlas.warmUp();
            atlases.put(cell, atlas);
            if (atlases.size() > ATLASES) {
                atlases.remove(atlases.keySet().iterator().next());
            }
        }
        return atlas;
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
    }
}

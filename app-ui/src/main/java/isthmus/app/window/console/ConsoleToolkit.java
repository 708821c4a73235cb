package isthmus.app.window.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/** What all consoles of a window share: the font, the glyphs drawn so far, and a clock. Lives on the JavaFX thread. */
public final class ConsoleToolkit implements AutoCloseable {
    private static final int ATLASES = 4;

    private final FontGlyphs font = new FontGlyphs();
    private final Map<CellMetrics, GlyphAtlas> atlases = new LinkedHashMap<>(16, 0.75f, true);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "isthmus-console-clock");
        thread.setDaemon(true);
        return thread;
    });

    public ConsoleToolkit() {
        clock.setRemoveOnCancelPolicy(true);
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

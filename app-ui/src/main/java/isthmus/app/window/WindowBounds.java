package isthmus.app.window;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the window was, in logical pixels.
 *
 * @param x,y of its upper left corner; the origin is that of the primary screen
 */
record WindowBounds(double x, double y, double width, double height, boolean maximised) {
    static final double LEAST_WIDTH = 640;
    static final double LEAST_HEIGHT = 420;
    /** So much of the title must be on a screen that one can take hold of it. */
    private static final double GRIP = 80;

    private static final double USUAL_WIDTH = 1180;
    private static final double USUAL_HEIGHT = 760;

    /** A part of the desktop that a window may cover. */
    record Area(double x, double y, double width, double height) {}

    /** In the middle of the screen, and no larger than it. */
    static WindowBounds usual(Area screen) {
        double width = Math.min(USUAL_WIDTH, screen.width());
        double height = Math.min(USUAL_HEIGHT, screen.height());
        return new WindowBounds(
                screen.x() + (screen.width() - width) / 2,
                screen.y() + (screen.height() - height) / 2,
                width,
                height,
                false);
    }

    /**
     * What was remembered, if that can be seen and reached on these screens; otherwise the usual.
     *
     * @param screens the primary first
     */
    static WindowBounds of(Map<String, String> remembered, List<Area> screens) {
        WindowBounds usual = usual(screens.getFirst());
        try {
            WindowBounds was = new WindowBounds(
                    Double.parseDouble(remembered.getOrDefault("x", "")),
                    Double.parseDouble(remembered.getOrDefault("y", "")),
                    Double.parseDouble(remembered.getOrDefault("width", "")),
                    Double.parseDouble(remembered.getOrDefault("height", "")),
                    Boolean.parseBoolean(remembered.get("maximised")));
            for (Area screen : screens) {
                if (was.isReachable(screen)) {
                    return was.fitted(screen);
                }
            }
            return new WindowBounds(usual.x, usual.y, usual.width, usual.height, was.maximised);
        } catch (NumberFormatException e) { // nothing was remembered, or somebody edited it
            return usual;
        }
    }

    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put("x", String.valueOf(x));
        values.put("y", String.valueOf(y));
        values.put("width", String.valueOf(width));
        values.put("height", String.valueOf(height));
        values.put("maximised", String.valueOf(maximised));
        return values;
    }

    private boolean isReachable(Area screen) {
        double overlap = Math.min(x + width, screen.x() + screen.width()) - Math.max(x, screen.x());
        return overlap >= GRIP && y >= screen.y() && y <= screen.y() + screen.height() - GRIP;
    }

    private WindowBounds fitted(Area screen) {
        double fittedWidth = Math.clamp(width, Math.min(LEAST_WIDTH, screen.width()), screen.width());
        double fittedHeight = Math.clamp(height, Math.min(LEAST_HEIGHT, screen.height()), screen.height());
        return new WindowBounds(x, y, fittedWidth, fittedHeight, maximised);
    }
}

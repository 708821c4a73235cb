package isthmus.app.window.console;

/** Draws shapes into the mask of one cell. Coordinates are device pixels; what lies outside the cell is left out. */
final class Ink {
    private static final int SAMPLES = 4;

    final int width;
    final int height;
    private final byte[] alpha;

    /** Whether a point is inside a shape. */
    @FunctionalInterface
    interface Shape {
        boolean covers(double x, double y);
    }

    /** How far a point is from a line, in pixels. */
    @FunctionalInterface
    interface Distance {
        double at(double x, double y);
    }

    Ink(int width, int height) {
        this.width = width;
        this.height = height;
        this.alpha = new byte[width * height];
    }

    GlyphMask mask() {
        return GlyphMask.of(1, width, height, alpha);
    }

    /** The right and the lower edge are exclusive. */
    void box(int left, int top, int right, int bottom) {
        box(left, top, right, bottom, 255);
    }

    void box(int left, int top, int right, int bottom, int coverage) {
        for (int y = Math.max(top, 0); y < Math.min(bottom, height); y++) {
            for (int x = Math.max(left, 0); x < Math.min(right, width); x++) {
                alpha[y * width + x] = (byte) coverage;
            }
        }
    }

    /** A box whose edges are eighths (or any {@code parts}) of the cell, so that boxes side by side join. */
    void part(int left, int top, int right, int bottom, int parts) {
        box(edge(left, parts, width), edge(top, parts, height), edge(right, parts, width), edge(bottom, parts, height));
    }

    static int edge(int at, int parts, int size) {
        return (at * size * 2 + parts) / (parts * 2);
    }

    void fill(Shape shape) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int hits = 0;
                for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                    double px = x + (s % SAMPLES + 0.5) / SAMPLES;
                    int line = s / SAMPLES;
                    double py = y + (line + 0.5) / SAMPLES;
                    hits += shape.covers(px, py) ? 1 : 0;
                }
                raise(x, y, hits * 255 / (SAMPLES * SAMPLES));
            }
        }
    }

    void line(Distance distance, double thickness) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double cover = Math.clamp(thickness / 2 + 0.5 - distance.at(x + 0.5, y + 0.5), 0, 1);
                raise(x, y, (int) Math.round(cover * 255));
            }
        }
    }

    private void raise(int x, int y, int coverage) {
        int at = y * width + x;
        if ((alpha[at] & 255) < coverage) {
            alpha[at] = (byte) coverage;
        }
    }
}

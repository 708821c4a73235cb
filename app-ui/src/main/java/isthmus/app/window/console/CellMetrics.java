package isthmus.app.window.console;

/**
 * The size of a cell in device pixels, and that of the font that fills it.
 *
 * @param fontSize in device pixels, such that a glyph's advance is exactly {@code width}
 * @param width,height of a cell
 * @param baseline below the cell's upper edge
 * @param scale device pixels per unit of the scene
 */
record CellMetrics(double fontSize, int width, int height, int baseline, double scale) {
    /** The smallest cell that is drawn; a font so small cannot be read. */
    static final int MIN_WIDTH = 4;

    static final int MAX_WIDTH = 64;

    /**
     * @param size wanted, in units of the scene
     * @param advance,ascent,descent of the font at size 1
     */
    static CellMetrics of(double size, double scale, double advance, double ascent, double descent) {
        int width = Math.clamp(Math.round(size * scale * advance), MIN_WIDTH, MAX_WIDTH);
        double fontSize = width / advance;
        int height = Math.max(2, (int) Math.round(fontSize * (ascent + descent)));
        int baseline = Math.clamp(Math.round(fontSize * ascent), 1, height - 1);
        return new CellMetrics(fontSize, width, height, baseline, scale);
    }

    /** The size, in units of the scene, at which cells are so many device pixels wider. */
    static double stepped(double size, double scale, double advance, int pixels) {
        long width = Math.clamp(Math.round(size * scale * advance) + pixels, MIN_WIDTH, MAX_WIDTH);
        return width / (advance * scale);
    }

    /** The thickness of lines, in device pixels. */
    int stroke() {
        return Math.max(1, Math.round(height / 18f));
    }
}

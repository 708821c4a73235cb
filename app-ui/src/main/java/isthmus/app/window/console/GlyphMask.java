package isthmus.app.window.console;

/**
 * What of a glyph's cells is covered: one byte a pixel, 0 to 255, row by row.
 *
 * @param cells 1 or 2
 * @param width of all its cells, in device pixels
 * @param alpha {@code width * height} bytes; empty if nothing is covered
 */
record GlyphMask(int cells, int width, int height, byte[] alpha) {
    boolean isBlank() {
        return alpha.length == 0;
    }

    static GlyphMask blank(int cells, int width, int height) {
        return new GlyphMask(cells, width, height, new byte[0]);
    }

    /** The mask, or a blank one if nothing is covered. */
    static GlyphMask of(int cells, int width, int height, byte[] alpha) {
        for (byte b : alpha) {
            if (b != 0) {
                return new GlyphMask(cells, width, height, alpha);
            }
        }
        return blank(cells, width, height);
    }
}

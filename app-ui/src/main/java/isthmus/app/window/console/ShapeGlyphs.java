package isthmus.app.window.console;

/** The characters that are drawn as shapes, not taken from a font: those that must join with the cells around them. */
final class ShapeGlyphs {
    private ShapeGlyphs() {}

    static boolean has(int codePoint) {
        return codePoint >= BoxLines.FIRST
                && (codePoint <= 0x259f
                        || codePoint >= 0x2800 && codePoint <= 0x28ff
                        || codePoint >= 0xe0b0 && codePoint <= 0xe0bf
                        || codePoint >= 0x1fb00 && codePoint <= 0x1fb3b);
    }

    /** The mask of one cell; {@link #has} holds. */
    static GlyphMask draw(int codePoint, CellMetrics cell) {
        Ink ink = new Ink(cell.width(), cell.height());
        if (codePoint <= BoxLines.LAST) {
            BoxLines.draw(ink, cell.stroke(), codePoint);
        } else if (codePoint <= 0x259f) {
            Blocks.block(ink, codePoint);
        } else if (codePoint <= 0x28ff) {
            Blocks.braille(ink, codePoint);
        } else if (codePoint <= 0xe0bf) {
            Blocks.powerline(ink, codePoint, cell.stroke());
        } else {
            Blocks.sextant(ink, codePoint);
        }
        return ink.mask();
    }
}

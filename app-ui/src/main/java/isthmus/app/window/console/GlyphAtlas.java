package isthmus.app.window.console;

import isthmus.app.terminal.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The masks of all glyphs drawn so far in one font and size. Glyphs of the font come in batches: one that is asked for first is
 * not there yet, and is after the next {@link #rasterise}. Used by one thread.
 */
final class GlyphAtlas {
    /** What makes masks from a font. */
    interface Source {
        /** The masks of glyphs, in their order. */
        List<GlyphMask> rasterise(List<Glyph> glyphs, CellMetrics cell);
    }

    /**
     * @param text one grapheme
     * @param style {@link Style#BOLD} and {@link Style#ITALIC}
     * @param cells that it fills, 1 or 2
     */
    record Glyph(String text, int style, int cells) {}

    /** More masks than this are forgotten all at once. */
    private static final int LIMIT = 16_384;

    private static final int BATCH = 128;
    private static final int PAGE = 256;
    private static final int STYLES = 4;
    private static final int[] WARM = {0, Style.BOLD, Style.ITALIC, Style.BOLD | Style.ITALIC};

    private final CellMetrics cell;
    private final Source source;
    private final GlyphMask blank;
    private final GlyphMask wideBlank;
    /** By style and code point / 256, for glyphs of one code point and one cell. */
    private final GlyphMask[][] pages = new GlyphMask[STYLES * (Character.MAX_CODE_POINT / PAGE + 1)][];

    private final Map<Glyph, GlyphMask> others = new HashMap<>();
    private final Map<Glyph, Boolean> missing = new HashMap<>();
    private int count;
    /** How many styles of {@link #WARM} are there. */
    private int warm;

    GlyphAtlas(CellMetrics cell, Source source) {
        this.cell = cell;
        this.source = source;
        this.blank = GlyphMask.blank(1, cell.width(), cell.height());
        this.wideBlank = GlyphMask.blank(2, 2 * cell.width(), cell.height());
    }

    CellMetrics cell() {
        return cell;
    }

    GlyphMask blank(boolean wide) {
        return wide ? wideBlank : blank;
    }

    /** What is printable in ASCII, in all styles, so that no frame need wait for it. */
    void warmUp() {
        while (warm < WARM.length) {
            warmUpOne();
        }
    }

    /** One style more of that; true if another is missing. */
    boolean warmUpOne() {
        if (warm < WARM.length) {
            for (int c = '!'; c <= '~'; c++) {
                one(c, WARM[warm]);
            }
            rasterise();
            warm++;
        }
        return warm < WARM.length;
    }

    /** The mask of a code point that fills one cell; null if it is not there yet. */
    GlyphMask one(int codePoint, int flags) {
        if (codePoint <= ' ' || codePoint == 0xa0) {
            return blank;
        }
        int style = flags & (Style.BOLD | Style.ITALIC);
        GlyphMask[] page = pages[index(codePoint, style)];
        GlyphMask mask = page == null ? null : page[codePoint % PAGE];
        if (mask != null) {
            return mask;
        }
        if (ShapeGlyphs.has(codePoint)) {
            mask = ShapeGlyphs.draw(codePoint, cell);
            put(codePoint, style, mask);
            return mask;
        }
        missing.put(new Glyph(Character.toString(codePoint), style, 1), true);
        return null;
    }

    /** The mask of any other grapheme; null if it is not there yet. */
    GlyphMask other(String text, int flags, boolean wide) {
        if (text.isBlank()) {
            return blank(wide);
        }
        Glyph glyph = new Glyph(text, flags & (Style.BOLD | Style.ITALIC), wide ? 2 : 1);
        GlyphMask mask = others.get(glyph);
        if (mask == null) {
            missing.put(glyph, true);
        }
        return mask;
    }

    /** Makes masks that were asked for and not there, a batch at most; false if there were none. */
    boolean rasterise() {
        if (missing.isEmpty()) {
            return false;
        }
        if (count > LIMIT) {
            clear();
        }
        List<Glyph> batch = new ArrayList<>(missing.keySet());
        batch = batch.subList(0, Math.min(BATCH, batch.size()));
        List<GlyphMask> masks = source.rasterise(batch, cell);
        for (int i = 0; i < masks.size(); i++) {
            Glyph glyph = batch.get(i);
            int codePoint = glyph.text().codePointAt(0);
            if (glyph.cells() == 1
                    && Character.charCount(codePoint) == glyph.text().length()) {
                put(codePoint, glyph.style(), masks.get(i));
            } else {
                others.put(glyph, masks.get(i));
                count++;
            }
        }
        missing.clear(); // what is still wanted is asked for again
        return true;
    }

    private void put(int codePoint, int style, GlyphMask mask) {
        int index = index(codePoint, style);
        if (pages[index] == null) {
            pages[index] = new GlyphMask[PAGE];
        }
        pages[index][codePoint % PAGE] = mask;
        count++;
    }

    private void clear() {
        Arrays.fill(pages, null);
        others.clear();
        count = 0;
    }

    private static int index(int codePoint, int style) {
        int bold = (style & Style.BOLD) != 0 ? 1 : 0;
        int italic = (style & Style.ITALIC) != 0 ? 2 : 0;
        return codePoint / PAGE * STYLES + bold + italic;
    }
}

package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeGlyphsTest {
    private static GlyphMask draw(int codePoint, int width, int height) {
        return ShapeGlyphs.draw(codePoint, new CellMetrics(width / 0.6, width, height, height - 4, 1));
    }

    private static String picture(GlyphMask mask) {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                text.append((mask.alpha()[y * mask.width() + x] & 255) > 127 ? '#' : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static boolean inked(GlyphMask mask, int x, int y) {
        return !mask.isBlank() && (mask.alpha()[y * mask.width() + x] & 255) > 100;
    }

    @Test
    void cornersOfDoubleLinesMeet() {
        assertEquals("""
                .........
                .........
                ..#######
                ..#......
                ..#......
                ..#......
                ..#...###
                ..#...#..
                ..#...#..
                """, picture(draw('╔', 9, 9)));
    }

    @Test
    void aSingleStemHangsOnTheLowerOfTwoLines() {
        assertEquals("""
                .........
                .........
                #########
                .........
                .........
                .........
                #########
                ....#....
                ....#....
                """, picture(draw('╤', 9, 9)));
    }

    /** Every arm reaches its edge at the same place in each character, so neighbours join, at every size. */
    @Test
    void lightLinesJoinAtEverySize() {
        for (int width = CellMetrics.MIN_WIDTH; width < 30; width++) {
            int height = width * 9 / 4;
            GlyphMask cross = draw('┼', width, height);
            int middle = (height - Math.max(1, Math.round(height / 18f))) / 2;
            assertTrue(inked(cross, 0, middle) && inked(cross, width - 1, middle), "┼ at " + width);
            for (int codePoint : "─├┌└┬┴╭╰╶".codePoints().toArray()) {
                assertTrue(
                        inked(draw(codePoint, width, height), width - 1, middle),
                        Character.toString(codePoint) + width);
            }
            for (int codePoint : "─┤┐┘┬┴╮╯╴".codePoints().toArray()) {
                assertTrue(inked(draw(codePoint, width, height), 0, middle), Character.toString(codePoint) + width);
            }
        }
    }

    /** The two halves of a block are the whole of it, without a gap or an overlap. */
    @Test
    void halvesCompleteEachOther() {
        for (int width = 5; width < 20; width++) {
            GlyphMask upper = draw('▀', width, 2 * width + 1);
            GlyphMask lower = draw('▄', width, 2 * width + 1);
            for (int i = 0; i < upper.alpha().length; i++) {
                assertEquals(255, (upper.alpha()[i] & 255) + (lower.alpha()[i] & 255));
            }
        }
    }

    @Test
    void everyShapeHasInk() {
        for (int codePoint = 0; codePoint < 0x20000; codePoint++) {
            if (ShapeGlyphs.has(codePoint)) {
                assertEquals(codePoint == 0x2800, draw(codePoint, 8, 18).isBlank(), Integer.toHexString(codePoint));
            }
        }
        assertFalse(ShapeGlyphs.has('A'));
    }

    @Test
    void sextantsSkipTheHalves() {
        assertTrue(inked(draw(0x1fb00, 8, 18), 0, 0));
        assertFalse(inked(draw(0x1fb00, 8, 18), 7, 0));
        // The last has all but the upper left.
        assertFalse(inked(draw(0x1fb3b, 8, 18), 0, 0));
        assertTrue(inked(draw(0x1fb3b, 8, 18), 7, 17));
    }
}

package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlyphAtlasTest {
    private final CellMetrics cell = CellMetrics.of(10, 1, 0.6, 1.0, 0.3);
    private final List<Integer> batches = new ArrayList<>();
    private final GlyphAtlas atlas = new GlyphAtlas(cell, this::rasterise);

    private List<GlyphMask> rasterise(List<GlyphAtlas.Glyph> glyphs, CellMetrics metrics) {
        batches.add(glyphs.size());
        return glyphs.stream()
                .map(glyph -> GlyphMask.blank(glyph.cells(), metrics.width(), metrics.height()))
                .toList();
    }

    @Test
    void warmingUpOneStyleAfterAnotherIsTheSameAsAllAtOnce() {
        assertTrue(atlas.warmUpOne());
        assertNotNull(atlas.one('a', 0));
        assertNull(atlas.one('a', Style.BOLD));
        atlas.warmUp();
        int printable = '~' - '!' + 1;
        assertEquals(List.of(printable, printable, printable, printable), batches);
        assertNotNull(atlas.one('~', Style.BOLD | Style.ITALIC));
        assertFalse(atlas.warmUpOne());
        assertEquals(4, batches.size());
    }
}

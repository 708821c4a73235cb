package isthmus.app.window.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.app.terminal.Terminal;
import isthmus.app.terminal.TerminalSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenPainterTest {
    private static final int WIDTH = 8;
    private static final int HEIGHT = 18;
    private static final CellMetrics CELL = new CellMetrics(13.3, WIDTH, HEIGHT, 14, 1);
    private static final ScreenPainter.Look LOOK = new ScreenPainter.Look(true, true, false);
    private static final ConsoleTheme THEME = ConsoleTheme.DARK;

    private final Terminal terminal = new Terminal(20, 5, 100, answer -> {});
    private final TerminalSnapshot shot = new TerminalSnapshot();
    private int rasterised;
    private int selectedFrom = -1;
    private final GlyphAtlas atlas = new GlyphAtlas(CELL, this::solid);
    private final ScreenPainter painter = new ScreenPainter(atlas, 20, 5);

    ScreenPainterTest() {
        terminal.theme(THEME.ansi(), THEME.foreground(), THEME.background(), THEME.cursor());
    }

    /** Every glyph is a full box. */
    private List<GlyphMask> solid(List<GlyphAtlas.Glyph> glyphs, CellMetrics cell) {
        rasterised += glyphs.size();
        return glyphs.stream()
                .map(glyph -> {
                    byte[] alpha = new byte[glyph.cells() * WIDTH * HEIGHT];
                    Arrays.fill(alpha, (byte) 255);
                    return GlyphMask.of(glyph.cells(), glyph.cells() * WIDTH, HEIGHT, alpha);
                })
                .toList();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        terminal.feed(bytes, 0, bytes.length);
    }

    private ScreenPainter.Painted paint(ScreenPainter.Look look) {
        terminal.snapshot(shot, Terminal.BOTTOM);
        return painter.paint(shot, THEME, this::mark, look);
    }

    private void mark(TerminalSnapshot of, int row, byte[] over) {
        if (row == 0 && selectedFrom >= 0) {
            over[selectedFrom] = CellInk.SELECTED;
        }
    }

    /** Paints until all glyphs are there. */
    private void paintAll() {
        while (!paint(LOOK).complete()) {
            assertTrue(atlas.rasterise());
        }
    }

    private int pixel(int column, int row) {
        return painter.pixels().argb[(row * HEIGHT + HEIGHT / 2) * 20 * WIDTH + column * WIDTH + WIDTH / 2] & 0xffffff;
    }

    @Test
    void missingGlyphsComeWithTheNextPaint() {
        feed("ab\033[?25l");
        assertFalse(paint(LOOK).complete());
        assertEquals(THEME.background(), pixel(0, 0));
        assertTrue(atlas.rasterise());
        assertTrue(paint(LOOK).complete());
        assertEquals(THEME.foreground(), pixel(0, 0));
        assertEquals(2, rasterised);
        assertFalse(atlas.rasterise());
    }

    @Test
    void onlyRowsThatChangedArePainted() {
        feed("one\r\ntwo\r\nthree");
        paintAll();
        assertTrue(paint(LOOK).isEmpty());
        feed("\033[2;1HT");
        atlas.rasterise();
        paintAll();
        feed("\033[2;1Ht\033[3;6H");
        ScreenPainter.Painted painted = paint(LOOK);
        assertEquals(1, painted.first());
        assertEquals(2, painted.last());
    }

    @Test
    void coloursAndInverse() {
        feed("\033[31mr\033[7mr\033[0;48;2;1;2;3m \033[0m\033[8mx\033[?25l");
        paintAll();
        assertEquals(THEME.ansi()[1], pixel(0, 0));
        assertEquals(THEME.background(), pixel(1, 0));
        assertEquals(0x010203, pixel(2, 0));
        assertEquals(THEME.background(), pixel(3, 0));
    }

    @Test
    void aWideCharacterFillsTwoCells() {
        feed("\u6f22a\033[?25l");
        paintAll();
        assertEquals(THEME.foreground(), pixel(0, 0));
        assertEquals(THEME.foreground(), pixel(1, 0));
        assertEquals(THEME.foreground(), pixel(2, 0));
        assertEquals(THEME.background(), pixel(3, 0));
    }

    @Test
    void cursorShapes() {
        feed("  \033[1;1H");
        paintAll();
        assertEquals(THEME.cursor(), pixel(0, 0));
        paint(new ScreenPainter.Look(false, true, false));
        assertEquals(THEME.background(), pixel(0, 0));
        paint(new ScreenPainter.Look(true, false, false));
        assertEquals(THEME.background(), pixel(0, 0));
        assertEquals(THEME.cursor(), painter.pixels().argb[0] & 0xffffff);
        feed("\033[6 q");
        paint(LOOK);
        assertEquals(THEME.background(), pixel(0, 0));
        assertEquals(THEME.cursor(), painter.pixels().argb[HEIGHT / 2 * 20 * WIDTH] & 0xffffff);
    }

    @Test
    void selectionPaintsItsRowOnly() {
        feed("a\r\nb");
        paintAll();
        selectedFrom = 5;
        ScreenPainter.Painted painted = paint(LOOK);
        assertEquals(0, painted.first());
        assertEquals(0, painted.last());
        assertEquals(THEME.selection(), pixel(5, 0));
        selectedFrom = -1;
        paint(LOOK);
        assertEquals(THEME.background(), pixel(5, 0));
    }

    @Test
    void textThatCannotBeReadIsMadeReadable() {
        feed("\033[38;2;13;17;23mx\033[?25l");
        paintAll();
        assertNotEquals(THEME.background(), pixel(0, 0));
        assertTrue(Contrast.ratio(pixel(0, 0), THEME.background()) >= THEME.minimumContrast());
    }

    @Test
    void shapesKeepTheirColour() {
        feed("\033[38;2;14;18;24m\u2588\033[?25l");
        paintAll();
        assertEquals(0x0e1218, pixel(0, 0));
    }

    @Test
    void lightTextBecomesLighterIfItCan() {
        int ink = Contrast.atLeast(2.5, 0xd29922, 0x388bfd);
        assertTrue((ink & 0xff) > 0x22 && (ink >> 16) > 0xd2, Integer.toHexString(ink));
        assertEquals(0, Contrast.atLeast(10, 0xffff00, 0xeeeeee) & 0xff);
    }

    @Test
    void contrastOfBlackAndWhite() {
        assertEquals(21, Contrast.ratio(0, 0xffffff), 0.01);
        assertEquals(1, Contrast.ratio(0x123456, 0x123456), 0.01);
    }
}

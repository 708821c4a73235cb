package isthmus.app.window.console;

import isthmus.app.terminal.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.FontSmoothingType;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.transform.Scale;

/**
 * The masks of the bundled font's glyphs, and of the system's fonts for what that has not: text nodes are rendered, many at
 * once, and how light their pixels are is the mask. Lives on the JavaFX thread.
 */
final class FontGlyphs implements GlyphAtlas.Source {
    private static final String[] FILES = {"Regular", "Bold", "Italic", "BoldItalic"};
    private static final double PROBE = 100;
    private static final int PER_LINE = 16;

    /** By size, four fonts each. */
    private final Map<Double, Font[]> fonts = new HashMap<>();

    /** As loaded: in one size, null where it could not be. */
    private final Font[] faces = faces();

    private final double advance;
    private final double ascent;
    private final double descent;

    FontGlyphs() {
        Text probe = new Text("M");
        probe.setFont(load(PROBE)[0]);
        advance = probe.getLayoutBounds().getWidth() / PROBE;
        ascent = probe.getBaselineOffset() / PROBE;
        descent = probe.getLayoutBounds().getHeight() / PROBE - ascent;
    }

    /** Width of a glyph at size 1. */
    double advance() {
        return advance;
    }

    CellMetrics cell(double size, double scale) {
        return CellMetrics.of(size, scale, advance, ascent, descent);
    }

    /** To load a face takes a moment; all its sizes are made from that. */
    private static Font[] faces() {
        Font[] four = new Font[FILES.length];
        for (int i = 0; i < four.length; i++) {
            String name = "/isthmus/app/window/fonts/JetBrainsMono-" + FILES[i] + ".ttf";
            try (InputStream in = FontGlyphs.class.getResourceAsStream(name)) {
                four[i] = in == null ? null : Font.loadFont(in, PROBE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return four;
    }

    private Font[] load(double size) {
        Font[] four = new Font[FILES.length];
        for (int i = 0; i < four.length; i++) {
            four[i] = faces[i] != null
                    ? new Font(faces[i].getName(), size)
                    // Not bundled, or not readable: the system's.
                    : Font.font("monospace", i % 2 == 1 ? FontWeight.BOLD : FontWeight.NORMAL, size);
        }
        return four;
    }

    @Override
    public List<GlyphMask> rasterise(List<GlyphAtlas.Glyph> glyphs, CellMetrics cell) {
        if (fonts.size() > 16) {
            fonts.clear();
        }
        Font[] four = fonts.computeIfAbsent(cell.fontSize(), this::load);
        // A glyph may stand out of its cells: it has half a cell on each side for that, which is then cut off.
        int slotWidth = cell.width() * 3;
        int slotHeight = cell.height() * 2;
        Group group = new Group();
        for (int i = 0; i < glyphs.size(); i++) {
            GlyphAtlas.Glyph glyph = glyphs.get(i);
            Text text = text(glyph, four);
            text.setX(i % PER_LINE * slotWidth + cell.width() / 2);
            text.setY(i / PER_LINE * slotHeight + cell.height() / 2 + cell.baseline());
            fit(text, glyph.cells() * cell.width());
            text.setClip(new Rectangle(i % PER_LINE * slotWidth, i / PER_LINE * slotHeight, slotWidth, slotHeight));
            group.getChildren().add(text);
        }
        int width = PER_LINE * slotWidth;
        int height = (glyphs.size() + PER_LINE - 1) / PER_LINE * slotHeight;
        int[] pixels = snapshot(group, width, height);
        List<GlyphMask> masks = new ArrayList<>();
        for (int i = 0; i < glyphs.size(); i++) {
            int x = i % PER_LINE * slotWidth + cell.width() / 2;
            int y = i / PER_LINE * slotHeight + cell.height() / 2;
            masks.add(cut(pixels, width, x, y, glyphs.get(i).cells(), cell));
        }
        return masks;
    }

    private static Text text(GlyphAtlas.Glyph glyph, Font[] four) {
        int index = ((glyph.style() & Style.BOLD) != 0 ? 1 : 0) + ((glyph.style() & Style.ITALIC) != 0 ? 2 : 0);
        Text text = new Text(glyph.text());
        text.setFont(four[index]);
        text.setTextOrigin(VPos.BASELINE);
        text.setFontSmoothingType(FontSmoothingType.GRAY);
        text.setFill(Color.WHITE);
        return text;
    }

    /** Another font's glyph may be wider than its cells, or narrower: it is made narrower, or put into the middle. */
    private static void fit(Text text, int room) {
        double width = text.getLayoutBounds().getWidth();
        if (width > room + 0.5) {
            text.getTransforms().add(new Scale(room / width, 1, text.getX(), text.getY()));
        } else if (width < room - 0.5) {
            text.setX(text.getX() + Math.floor((room - width) / 2));
        }
    }

    private static int[] snapshot(Group group, int width, int height) {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.BLACK);
        parameters.setViewport(new Rectangle2D(0, 0, width, height));
        WritableImage image = group.snapshot(parameters, new WritableImage(width, height));
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }

    private static GlyphMask cut(int[] pixels, int stride, int x, int y, int cells, CellMetrics cell) {
        int width = cells * cell.width();
        byte[] alpha = new byte[width * cell.height()];
        for (int row = 0; row < cell.height(); row++) {
            for (int i = 0; i < width; i++) {
                alpha[row * width + i] = (byte) (pixels[(y + row) * stride + x + i] >> 8);
            }
        }
        return GlyphMask.of(cells, width, cell.height(), alpha);
    }
}

package isthmus.app.window.console;

import isthmus.app.terminal.CursorShape;
import isthmus.app.terminal.Style;

/** Lines under, through and over text, and the cursors that are no block. */
final class Decorations {
    private final Pixels pixels;
    private final CellMetrics cell;

    Decorations(Pixels pixels, CellMetrics cell) {
        this.pixels = pixels;
        this.cell = cell;
    }

    /**
     * @param x,y upper left corner of the cells
     * @param w their width
     */
    void draw(int flags, int x, int y, int w, int ink, int underlineInk) {
        int kind = Style.underline(flags);
        if (kind != Style.UNDERLINE_NONE) {
            underline(kind, x, y, w, underlineInk);
        }
        int stroke = cell.stroke();
        if ((flags & Style.STRIKE) != 0) {
            pixels.fill(x, y + cell.baseline() * 7 / 10, w, stroke, ink);
        }
        if ((flags & Style.OVERLINE) != 0) {
            pixels.fill(x, y, w, stroke, ink);
        }
    }

    void underline(int kind, int x, int y, int w, int ink) {
        int stroke = cell.stroke();
        int room = cell.height() - cell.baseline();
        int line = y + cell.baseline() + Math.clamp(room / 3L, 1, Math.max(1, room - stroke));
        switch (kind) {
            case Style.UNDERLINE_DOUBLE -> {
                int second = Math.min(line + 2 * stroke, y + cell.height() - stroke);
                pixels.fill(x, second - 2 * stroke, w, stroke, ink);
                pixels.fill(x, second, w, stroke, ink);
            }
            case Style.UNDERLINE_CURLY -> curl(x, y, w, ink);
            case Style.UNDERLINE_DOTTED -> dashes(x, line, w, stroke, stroke, ink);
            case Style.UNDERLINE_DASHED -> dashes(x, line, w, 3 * stroke, 2 * stroke, ink);
            default -> pixels.fill(x, line, w, stroke, ink);
        }
    }

    /** Places count from the picture's edge, so that the dashes of neighbours go on as one line. */
    private void dashes(int x, int line, int w, int on, int off, int ink) {
        for (int i = x; i < x + w; i++) {
            if (i % (on + off) < on) {
                pixels.fill(i, line, 1, cell.stroke(), ink);
            }
        }
    }

    private void curl(int x, int y, int w, int ink) {
        double height = Math.max(2, Math.min(cell.height() - cell.baseline() - 1, 3 * cell.stroke()));
        double middle = y + cell.height() - 1 - height / 2;
        for (int i = x; i < x + w; i++) {
            double at = middle + Math.sin(i * 2 * Math.PI / cell.width()) * (height - cell.stroke()) / 2;
            int top = (int) Math.floor(at - cell.stroke() / 2.0);
            for (int j = top; j <= top + cell.stroke() + 1 && j < y + cell.height(); j++) {
                double cover = Math.clamp(cell.stroke() / 2.0 + 0.5 - Math.abs(j + 0.5 - at), 0, 1);
                pixels.dot(i, j, ink, (int) (cover * 255));
            }
        }
    }

    /** A cursor that lets its cell be seen. */
    void cursor(CursorShape shape, boolean hollow, int x, int y, int w, int rgb) {
        int stroke = Math.max(1, cell.stroke());
        int thick = Math.max(2, cell.width() / 6);
        if (hollow) {
            pixels.fill(x, y, w, stroke, rgb);
            pixels.fill(x, y + cell.height() - stroke, w, stroke, rgb);
            pixels.fill(x, y, stroke, cell.height(), rgb);
            pixels.fill(x + w - stroke, y, stroke, cell.height(), rgb);
        } else if (shape == CursorShape.BAR) {
            pixels.fill(x, y, thick, cell.height(), rgb);
        } else if (shape == CursorShape.UNDERLINE) {
            pixels.fill(x, y + cell.height() - thick, w, thick, rgb);
        }
    }
}

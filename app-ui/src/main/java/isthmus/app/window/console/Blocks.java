package isthmus.app.window.console;

/** Block elements, sextants, braille and the triangles of status lines: whole areas of a cell. */
final class Blocks {
    /** Upper left, upper right, lower left, lower right in bits 0 to 3, for U+2596 to U+259F. */
    private static final int[] QUADRANTS = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};

    /** The bit of each braille dot, column by column. */
    private static final int[] DOTS = {0, 1, 2, 6, 3, 4, 5, 7};

    private final Ink ink;

    private Blocks(Ink ink) {
        this.ink = ink;
    }

    static void block(Ink ink, int codePoint) {
        new Blocks(ink).block(codePoint);
    }

    private void block(int codePoint) {
        switch (codePoint) {
            case 0x2580 -> ink.part(0, 0, 8, 4, 8);
            case 0x2590 -> ink.part(4, 0, 8, 8, 8);
            case 0x2591 -> ink.box(0, 0, ink.width, ink.height, 64);
            case 0x2592 -> ink.box(0, 0, ink.width, ink.height, 128);
            case 0x2593 -> ink.box(0, 0, ink.width, ink.height, 192);
            case 0x2594 -> ink.part(0, 0, 8, 1, 8);
            case 0x2595 -> ink.part(7, 0, 8, 8, 8);
            default -> {
                if (codePoint <= 0x2588) {
                    ink.part(0, 0x2588 - codePoint, 8, 8, 8);
                } else if (codePoint <= 0x258f) {
                    ink.part(0, 0, 0x2590 - codePoint, 8, 8);
                } else {
                    grid(QUADRANTS[codePoint - 0x2596], 2);
                }
            }
        }
    }

    /** Two columns of {@code rows} boxes, a bit each, row by row. */
    private void grid(int bits, int rows) {
        for (int i = 0; i < 2 * rows; i++) {
            if ((bits >> i & 1) != 0) {
                int left = i % 2;
                int top = i / 2;
                ink.box(
                        Ink.edge(left, 2, ink.width),
                        Ink.edge(top, rows, ink.height),
                        Ink.edge(left + 1, 2, ink.width),
                        Ink.edge(top + 1, rows, ink.height));
            }
        }
    }

    /** U+1FB00 to U+1FB3B: all patterns of six but the empty, the full and the two halves, which are older characters. */
    static void sextant(Ink ink, int codePoint) {
        int bits = codePoint - 0x1fb00 + 1;
        bits += bits >= 0x15 ? 1 : 0;
        bits += bits >= 0x2a ? 1 : 0;
        new Blocks(ink).grid(bits, 3);
    }

    static void braille(Ink ink, int codePoint) {
        int bits = codePoint - 0x2800;
        double radius = Math.min(ink.width / 4.0, ink.height / 8.0) * 0.66;
        for (int i = 0; i < DOTS.length; i++) {
            if ((bits >> DOTS[i] & 1) != 0) {
                double centreX = ink.width * (i / 4 == 0 ? 0.27 : 0.73);
                double centreY = ink.height * (i % 4 * 2 + 1) / 8.0;
                ink.fill((x, y) -> Math.hypot(x - centreX, y - centreY) <= radius);
            }
        }
    }

    /** U+E0B0 to U+E0BF of the fonts made for status lines: triangles, half circles and their outlines. */
    static void powerline(Ink ink, int codePoint, int stroke) {
        double w = ink.width;
        double h = ink.height;
        double half = h / 2;
        double length = Math.hypot(w, half);
        switch (codePoint) {
            case 0xe0b0 -> ink.fill((x, y) -> x / w <= 1 - Math.abs(y - half) / half);
            case 0xe0b1 -> ink.line((x, y) -> Math.abs(half * (x - w) + w * Math.abs(y - half)) / length, stroke);
            case 0xe0b2 -> ink.fill((x, y) -> x / w >= Math.abs(y - half) / half);
            case 0xe0b3 -> ink.line((x, y) -> Math.abs(half * -x + w * Math.abs(y - half)) / length, stroke);
            case 0xe0b4 -> ink.fill((x, y) -> Math.hypot(x / w, (y - half) / half) <= 1);
            case 0xe0b5 -> ink.line((x, y) -> Math.abs(Math.hypot(x / w, (y - half) / half) - 1) * w, stroke);
            case 0xe0b6 -> ink.fill((x, y) -> Math.hypot((w - x) / w, (y - half) / half) <= 1);
            case 0xe0b7 -> ink.line((x, y) -> Math.abs(Math.hypot((w - x) / w, (y - half) / half) - 1) * w, stroke);
            case 0xe0b8 -> ink.fill((x, y) -> x / w <= y / h);
            case 0xe0ba -> ink.fill((x, y) -> 1 - x / w <= y / h);
            case 0xe0bc -> ink.fill((x, y) -> x / w <= 1 - y / h);
            case 0xe0be -> ink.fill((x, y) -> x / w >= y / h);
            case 0xe0b9, 0xe0bf -> ink.line((x, y) -> Math.abs(x * h - y * w) / Math.hypot(w, h), stroke);
            default -> ink.line((x, y) -> Math.abs((w - x) * h - y * w) / Math.hypot(w, h), stroke);
        }
    }
}

package isthmus.app.window.console;

import java.util.Arrays;

/** A picture of opaque pixels, {@code 0xffRRGGBB}, and the few ways to put something into it. All is cut to the picture. */
final class Pixels {
    private static final int OPAQUE = 0xff000000;

    final int width;
    final int height;
    final int[] argb;

    Pixels(int width, int height) {
        this.width = width;
        this.height = height;
        this.argb = new int[width * height];
    }

    void fill(int x, int y, int w, int h, int rgb) {
        int left = Math.max(x, 0);
        int right = Math.min(x + w, width);
        if (left >= right) {
            return;
        }
        for (int row = Math.max(y, 0); row < Math.min(y + h, height); row++) {
            Arrays.fill(argb, row * width + left, row * width + right, OPAQUE | rgb);
        }
    }

    /** A mask in one colour on a ground of another; both are drawn. The mask must lie within the picture. */
    void stamp(GlyphMask mask, int x, int y, int ink, int ground) {
        byte[] alpha = mask.alpha();
        int w = mask.width();
        int full = OPAQUE | ink;
        int none = OPAQUE | ground;
        int inkRedBlue = ink & 0xff00ff;
        int inkGreen = ink & 0xff00;
        int groundRedBlue = ground & 0xff00ff;
        int groundGreen = ground & 0xff00;
        int from = 0;
        for (int row = 0; row < mask.height(); row++) {
            int at = (y + row) * width + x;
            for (int i = 0; i < w; i++) {
                int a = alpha[from++] & 255;
                if (a == 0) {
                    argb[at + i] = none;
                } else if (a == 255) {
                    argb[at + i] = full;
                } else {
                    int weight = a + (a >> 7); // 0 to 256
                    int rest = 256 - weight;
                    int redBlue = (inkRedBlue * weight + groundRedBlue * rest >>> 8) & 0xff00ff;
                    int green = (inkGreen * weight + groundGreen * rest >>> 8) & 0xff00;
                    argb[at + i] = OPAQUE | redBlue | green;
                }
            }
        }
    }

    /** One pixel with a coverage of 0 to 255 over what is there. */
    void dot(int x, int y, int rgb, int coverage) {
        if (x < 0 || y < 0 || x >= width || y >= height || coverage == 0) {
            return;
        }
        int at = y * width + x;
        argb[at] = OPAQUE | mix(rgb, argb[at] & ~OPAQUE, coverage);
    }

    /** {@code weight} (0 to 255) parts of one colour, the rest of the other. */
    static int mix(int rgb, int other, int weight) {
        int w = weight + (weight >> 7);
        int redBlue = ((rgb & 0xff00ff) * w + (other & 0xff00ff) * (256 - w) >>> 8) & 0xff00ff;
        int green = ((rgb & 0xff00) * w + (other & 0xff00) * (256 - w) >>> 8) & 0xff00;
        return redBlue | green;
    }
}

package isthmus.app.window.console;

/** How well one colour can be read on another, as WCAG 2 defines it (relative luminance, contrast ratio). */
final class Contrast {
    private static final double[] LINEAR = new double[256];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double c = i / 255.0;
            LINEAR[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
    }

    private Contrast() {}

    private static double luminance(int rgb) {
        return 0.2126 * LINEAR[rgb >> 16 & 255] + 0.7152 * LINEAR[rgb >> 8 & 255] + 0.0722 * LINEAR[rgb & 255];
    }

    /** 1 (the same) to 21 (black and white). */
    static double ratio(int rgb, int other) {
        double a = luminance(rgb);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** The colour itself, or the nearest one on its way to black or white that has at least {@code ratio} on {@code ground}. */
    static int atLeast(double ratio, int rgb, int ground) {
        if (ratio <= 1 || ratio(rgb, ground) >= ratio) {
            return rgb;
        }
        // What is lighter than its ground stays so, if that can be.
        boolean lighter = luminance(rgb) > luminance(ground);
        int near = lighter ? 0xffffff : 0;
        int end = ratio(near, ground) >= ratio ? near : ~near & 0xffffff;
        for (int weight = 16; weight < 255; weight += 16) {
            int mixed = Pixels.mix(end, rgb, weight);
            if (ratio(mixed, ground) >= ratio) {
                return mixed;
            }
        }
        return end;
    }
}

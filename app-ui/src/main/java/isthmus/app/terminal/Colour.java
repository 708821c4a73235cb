package isthmus.app.terminal;

/**
 * A colour of a cell as a number of 25 bits: {@link #DEFAULT}, an index 0..255 into the palette, or {@link #rgb} with eight bits
 * per channel.
 */
public final class Colour {
    /** The terminal's own foreground or background. */
    public static final int DEFAULT = 256;

    private static final int RGB = 1 << 24;

    private Colour() {}

    /** A true colour; only the lowest eight bits of each channel count. */
    public static int rgb(int red, int green, int blue) {
        return RGB | (red & 255) << 16 | (green & 255) << 8 | blue & 255;
    }

    /** A true colour from {@code 0xRRGGBB}. */
    public static int rgb(int value) {
        return RGB | value & 0xffffff;
    }

    public static boolean isDefault(int colour) {
        return colour == DEFAULT;
    }

    public static boolean isIndexed(int colour) {
        return colour < DEFAULT;
    }

    public static boolean isRgb(int colour) {
        return (colour & RGB) != 0;
    }

    /** The {@code 0xRRGGBB} of a colour of which {@link #isRgb} holds. */
    public static int value(int colour) {
        return colour & 0xffffff;
    }
}

package isthmus.app.window.console;

import java.util.List;

/**
 * The colours of consoles, {@code 0xRRGGBB}.
 *
 * @param sixteen the ANSI colours, dark ones first
 * @param selection ground of what is selected
 * @param match ground of what was searched and found
 * @param currentMatch ground of the one that was jumped to
 * @param minimumContrast of text on its ground, 1 (as the program wants) to 21
 */
public record ConsoleTheme(
        List<Integer> sixteen,
        int foreground,
        int background,
        int cursor,
        int selection,
        int match,
        int currentMatch,
        double minimumContrast) {
    /** Less than this is hardly ever meant. */
    private static final double LEGIBLE = 2.5;

    public static final ConsoleTheme LIGHT = new ConsoleTheme(
            List.of(
                    0x24292f, 0xcf222e, 0x116329, 0x7d4e00, 0x0550ae, 0x8250df, 0x1b7c83, 0x6e7781, 0x57606a, 0xa40e26,
                    0x1a7f37, 0x9a6700, 0x0969da, 0xa475f9, 0x3192aa, 0x8c959f),
            0x1f2328,
            0xffffff,
            0x0969da,
            0xb6d7ff,
            0xfff0b3,
            0xffb454,
            LEGIBLE);

    public static final ConsoleTheme DARK = new ConsoleTheme(
            List.of(
                    0x161b22, 0xf85149, 0x3fb950, 0xd29922, 0x388bfd, 0xa371f7, 0x2bb3c0, 0xb1bac4, 0x6e7681, 0xffa198,
                    0x56d364, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x56d4dd, 0xffffff),
            0xe6edf3,
            0x0d1117,
            0x58a6ff,
            0x1f4a7d,
            0x5c4a12,
            0x9e6a03,
            LEGIBLE);

    public ConsoleTheme {
        sixteen = List.copyOf(sixteen);
        if (sixteen.size() != 16) {
            throw new IllegalArgumentException("sixteen colours, not " + sixteen.size());
        }
    }

    int[] ansi() {
        return sixteen.stream().mapToInt(Integer::intValue).toArray();
    }

    public ConsoleTheme withMinimumContrast(double ratio) {
        return new ConsoleTheme(sixteen, foreground, background, cursor, selection, match, currentMatch, ratio);
    }
}

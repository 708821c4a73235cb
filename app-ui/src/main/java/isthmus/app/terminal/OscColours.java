package isthmus.app.terminal;

import java.util.Locale;

/** OSC 4, 10, 11, 12 and 104: setting and asking for colours. Guarded by the terminal's lock. */
final class OscColours {
    private static final String ST = "\033\\";

    private final Emulator e;

    OscColours(Emulator emulator) {
        e = emulator;
    }

    /** {@code INDEX;COLOUR;INDEX;COLOUR…}, where a colour of {@code ?} asks. */
    void indexed(String text) {
        String[] parts = text.split(";", -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            int index = index(parts[i]);
            if (index >= 0) {
                one(index, parts[i + 1], "4;" + index);
            }
        }
    }

    /** Those named, or all. */
    void resetIndexed(String text) {
        if (text.isEmpty()) {
            e.palette.resetIndexed();
            return;
        }
        for (String part : text.split(";", -1)) {
            int index = index(part);
            if (index >= 0) {
                e.palette.reset(index);
            }
        }
    }

    /** Several colours are for this number and those that follow. */
    void dynamic(int number, String text) {
        String[] parts = text.split(";", -1);
        for (int i = 0; i < parts.length && number + i <= 12; i++) {
            one(Palette.FOREGROUND + number + i - 10, parts[i], Integer.toString(number + i));
        }
    }

    private void one(int index, String value, String name) {
        if (value.equals("?")) {
            int rgb = e.palette.get(index);
            e.out.answer(String.format(
                    Locale.ROOT,
                    "\033]%s;rgb:%2$02x%2$02x/%3$02x%3$02x/%4$02x%4$02x%5$s",
                    name,
                    rgb >> 16,
                    rgb >> 8 & 255,
                    rgb & 255,
                    ST));
            return;
        }
        int rgb = parse(value);
        if (rgb >= 0) {
            e.palette.set(index, rgb);
        }
    }

    private static int index(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            return -1;
        }
        int index = Integer.parseInt(text);
        return index < 256 ? index : -1;
    }

    /** {@code rgb:R/G/B} with one to four digits each, {@code #RGB}, {@code #RRGGBB} and so on; -1 if it is none. */
    static int parse(String text) {
        if (text.matches("rgb:[0-9A-Fa-f]{1,4}/[0-9A-Fa-f]{1,4}/[0-9A-Fa-f]{1,4}")) {
            String[] parts = text.substring("rgb:".length()).split("/", -1);
            return scaled(parts[0]) << 16 | scaled(parts[1]) << 8 | scaled(parts[2]);
        }
        if (text.matches("#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{9}|[0-9A-Fa-f]{12})")) {
            int digits = (text.length() - 1) / 3;
            int rgb = 0;
            for (int i = 0; i < 3; i++) {
                String part = text.substring(1 + i * digits, 1 + (i + 1) * digits);
                // Here a single digit is the higher one, as X has it.
                int value = digits == 1 ? Integer.parseInt(part, 16) << 4 : Integer.parseInt(part.substring(0, 2), 16);
                rgb = rgb << 8 | value;
            }
            return rgb;
        }
        return -1;
    }

    private static int scaled(String digits) {
        int maximum = (1 << 4 * digits.length()) - 1;
        return (Integer.parseInt(digits, 16) * 255 + maximum / 2) / maximum;
    }
}

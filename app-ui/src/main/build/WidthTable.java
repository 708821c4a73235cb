import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code isthmus.app.terminal.WidthRanges}: which characters take two cells, and which none. Not part of the build; run by
 * hand, with the running JDK and a directory that holds EastAsianWidth.txt (Debian: package unicode-data, /usr/share/unicode):
 * {@code java WidthTable.java /usr/share/unicode > WidthRanges.java}.
 *
 * <p>Wide: what EastAsianWidth.txt calls W or F, and emoji that the JDK knows and the file does not yet. None: combining marks
 * and format characters as of the JDK, and the vowels and finals of Hangul.
 */
final class WidthTable {
    private static final Pattern LINE = Pattern.compile("([0-9A-F]+)(?:\\.\\.([0-9A-F]+))?\\s*;\\s*([A-Za-z]+)\\b.*");
    /** Unassigned, but wide by default as EastAsianWidth.txt says in its head. */
    private static final int[][] WIDE_BY_DEFAULT = {
        {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xf900, 0xfaff}, {0x20000, 0x2fffd}, {0x30000, 0x3fffd}
    };

    private WidthTable() {}

    public static void main(String[] arguments) throws IOException {
        BitSet wide = new BitSet();
        BitSet listed = new BitSet();
        read(Path.of(arguments[0], "EastAsianWidth.txt"), wide, listed);
        BitSet none = new BitSet();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (isZero(c)) {
                none.set(c);
            } else if (!listed.get(c) && Character.isEmojiPresentation(c)) {
                wide.set(c);
            }
        }
        wide.andNot(none);
        System.out.println("package isthmus.app.terminal;\n");
        System.out.println("/** Made by src/main/build/WidthTable.java: pairs of first and last code point. */");
        System.out.println("final class WidthRanges {");
        print("WIDE", wide);
        System.out.println();
        print("NONE", none);
        System.out.println("\n    private WidthRanges() {}\n}");
    }

    private static void read(Path file, BitSet wide, BitSet listed) throws IOException {
        for (int[] range : WIDE_BY_DEFAULT) {
            wide.set(range[0], range[1] + 1);
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                int first = Integer.parseInt(matcher.group(1), 16);
                int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2), 16);
                listed.set(first, last + 1);
                wide.set(first, last + 1, matcher.group(3).equals("W") || matcher.group(3).equals("F"));
            }
        }
    }

    private static boolean isZero(int c) {
        if (c == 0xad || isPrefix(c)) {
            return false;
        }
        if (c >= 0x1160 && c <= 0x11ff || c >= 0xd7b0 && c <= 0xd7ff) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c >= 0xe0000 && c <= 0xe0fff;
        };
    }

    /** Signs that stand before a number and under it: format characters that one sees. */
    private static boolean isPrefix(int c) {
        return c >= 0x600 && c <= 0x605
                || c == 0x6dd
                || c == 0x70f
                || c == 0x890
                || c == 0x891
                || c == 0x8e2
                || c == 0x110bd
                || c == 0x110cd;
    }

    private static void print(String name, BitSet set) {
        System.out.println("    static final int[] " + name + " = {");
        StringBuilder line = new StringBuilder("       ");
        for (int first = set.nextSetBit(0); first >= 0; first = set.nextSetBit(set.nextClearBit(first))) {
            String pair = String.format(Locale.ROOT, " 0x%x, 0x%x,", first, set.nextClearBit(first) - 1);
            if (line.length() + pair.length() > 120) {
                System.out.println(line);
                line = new StringBuilder("       ");
            }
            line.append(pair);
        }
        line.setLength(line.length() - 1);
        System.out.println(line + "\n    };");
    }
}

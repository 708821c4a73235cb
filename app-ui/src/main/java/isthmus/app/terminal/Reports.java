package isthmus.app.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Answers to what the guest asks. They consist of numbers and fixed words only: text that the guest chose never comes back,
 * since the program that reads it may take it for typed. Guarded by the terminal's lock.
 */
final class Reports {
    private static final String CSI = "\033[";
    private static final String DCS = "\033P";
    private static final String ST = "\033\\";

    private static final int CAPABILITY_LIMIT = 100;

    /** Co and colors: 256; RGB: 8 bits each; TN: xterm-256color. Question and answer in hexadecimal. */
    private static final Map<String, String> CAPABILITIES = Map.of(
            "436F", "436F=323536",
            "636F6C6F7273", "636F6C6F7273=323536",
            "524742", "524742=38",
            "544E", "544E=787465726D2D323536636F6C6F72");

    /** What SGR 1 to 9 set; 4 and 6 are looked at apart. */
    private static final int[] PEN_BITS = {
        Style.BOLD, Style.FAINT, Style.ITALIC, 0, Style.BLINK, 0, Style.INVERSE, Style.INVISIBLE, Style.STRIKE
    };

    private final Emulator e;

    Reports(Emulator emulator) {
        e = emulator;
    }

    /** DA1: a VT420 with selective erase, side margins and colour. */
    void deviceAttributes(int what) {
        if (what == 0) {
            e.out.answer(CSI + "?64;6;21;22c");
        }
    }

    /** DA2: a VT420, in the version of xterm that programs look for when they decide what it can. */
    void secondaryAttributes() {
        e.out.answer(CSI + ">41;354;0c");
    }

    /** DA3. */
    void unitId() {
        e.out.answer(DCS + "!|00000000" + ST);
    }

    /** XTVERSION. */
    void version() {
        e.out.answer(DCS + ">|Isthmus" + ST);
    }

    /** DSR, CPR. */
    void status(int what, boolean withPrefix) {
        if (what == 5 && !withPrefix) {
            e.out.answer(CSI + "0n");
        } else if (what == 6) {
            int line = e.y + 1 - (e.modes.origin ? e.top : 0);
            int column = e.x + 1 - (e.modes.origin ? e.left : 0);
            e.out.answer(withPrefix ? CSI + "?" + line + ";" + column + ";1R" : CSI + line + ";" + column + "R");
        } else if (withPrefix) {
            deviceStatus(what);
        }
    }

    /** No printer, no locator, keys are not locked. */
    private void deviceStatus(int what) {
        switch (what) {
            case 15 -> e.out.answer(CSI + "?13n");
            case 25 -> e.out.answer(CSI + "?21n");
            case 26 -> e.out.answer(CSI + "?27;1;0;0n");
            case 55 -> e.out.answer(CSI + "?53n");
            default -> {}
        }
    }

    /** DECRPM. */
    void mode(int mode, int state, String prefix) {
        e.out.answer(CSI + prefix + mode + ";" + state + "$y");
    }

    /** XTQMODKEYS for resource 4. */
    void modifyOtherKeys() {
        e.out.answer(CSI + ">4;" + new TerminalModes(e.modes.visible).modifyOtherKeys() + "m");
    }

    /** XTWINOPS 18 and 19: the size in cells, of the window as of the largest one. */
    void size(int what) {
        e.out.answer(CSI + (what - 10) + ";" + e.rows() + ";" + e.columns() + "t");
    }

    /** XTGETTCAP: names in hexadecimal; all but the three that tell of colours are unknown. */
    void capabilities(byte[] text, int length) {
        String[] names = new String(text, 0, length, StandardCharsets.ISO_8859_1).split(";", CAPABILITY_LIMIT);
        for (String name : names) {
            String value = CAPABILITIES.get(name.toUpperCase(Locale.ROOT));
            e.out.answer(value == null ? DCS + "0+r" + ST : DCS + "1+r" + value + ST);
        }
    }

    /** DECRQSS. */
    void setting(byte[] text, int length) {
        String answer = length > 2
                ? null
                : switch (new String(text, 0, length, StandardCharsets.ISO_8859_1)) {
                    case "m" -> pen();
                    case "r" -> (e.top + 1) + ";" + (e.bottom + 1) + "r";
                    case "s" -> (e.left + 1) + ";" + (e.right + 1) + "s";
                    case " q" -> cursorStyle() + " q";
                    case "\"q" -> ((e.pen & Attr.PROTECTED) != 0 ? 1 : 0) + "\"q";
                    case "\"p" -> "64;1\"p";
                    default -> null;
                };
        e.out.answer(answer == null ? DCS + "0$r" + ST : DCS + "1$r" + answer + ST);
    }

    private int cursorStyle() {
        return e.cursorShape.ordinal() * 2 + (e.modes.blink ? 1 : 2);
    }

    private String pen() {
        int flags = Attr.flags(e.pen);
        StringBuilder answer = new StringBuilder("0");
        for (int i = 0; i < PEN_BITS.length; i++) {
            if ((flags & PEN_BITS[i]) != 0) {
                answer.append(';').append(i + 1);
            }
        }
        int underline = Style.underline(flags);
        if (underline != 0) {
            answer.append(underline == Style.UNDERLINE_SINGLE ? ";4" : ";4:" + underline);
        }
        if ((flags & Style.OVERLINE) != 0) {
            answer.append(";53");
        }
        colour(answer, Attr.foreground(e.pen), 30);
        colour(answer, Attr.background(e.pen), 40);
        return answer.append('m').toString();
    }

    private static void colour(StringBuilder answer, int colour, int base) {
        if (Colour.isRgb(colour)) {
            int rgb = Colour.value(colour);
            answer.append(';').append(base + 8).append(":2::");
            answer.append(rgb >> 16)
                    .append(':')
                    .append(rgb >> 8 & 255)
                    .append(':')
                    .append(rgb & 255);
        } else if (colour < 8) {
            answer.append(';').append(base + colour);
        } else if (colour < 16) {
            answer.append(';').append(base + 60 + colour - 8);
        } else if (colour < Colour.DEFAULT) {
            answer.append(';').append(base + 8).append(":5:").append(colour);
        }
    }
}

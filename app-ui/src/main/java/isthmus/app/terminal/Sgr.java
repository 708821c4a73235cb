package isthmus.app.terminal;

/** SGR: the pen. Guarded by the terminal's lock. */
final class Sgr {
    private final Emulator e;
    private int foreground;
    private int background;
    private int flags;

    Sgr(Emulator emulator) {
        e = emulator;
    }

    void apply(Sequence s) {
        foreground = Attr.foreground(e.pen);
        background = Attr.background(e.pen);
        flags = Attr.flags(e.pen);
        for (int i = 0; i < s.count(); ) {
            i += one(s, i);
            // Sub-parameters that nobody took belong to what came before.
            while (s.isSubordinate(i)) {
                i++;
            }
        }
        e.pen = Attr.pack(foreground, background, flags);
    }

    /** Returns how many parameters it took. */
    private int one(Sequence s, int i) {
        int code = s.get(i, 0);
        switch (code) {
            case 0 -> {
                foreground = Colour.DEFAULT;
                background = Colour.DEFAULT;
                flags &= Style.PROTECTED;
                underlineColour(Colour.DEFAULT);
            }
            case 1 -> flags |= Style.BOLD;
            case 2 -> flags |= Style.FAINT;
            case 3 -> flags |= Style.ITALIC;
            case 4 -> underline(s, i);
            case 5, 6 -> flags |= Style.BLINK;
            case 7 -> flags |= Style.INVERSE;
            case 8 -> flags |= Style.INVISIBLE;
            case 9 -> flags |= Style.STRIKE;
            case 21 -> flags = Style.withUnderline(flags, Style.UNDERLINE_DOUBLE);
            case 22 -> flags &= ~(Style.BOLD | Style.FAINT);
            case 23 -> flags &= ~Style.ITALIC;
            case 24 -> flags &= ~Style.UNDERLINE;
            case 25 -> flags &= ~Style.BLINK;
            case 27 -> flags &= ~Style.INVERSE;
            case 28 -> flags &= ~Style.INVISIBLE;
            case 29 -> flags &= ~Style.STRIKE;
            case 38, 48, 58 -> {
                return colour(s, i, code);
            }
            case 39 -> foreground = Colour.DEFAULT;
            case 49 -> background = Colour.DEFAULT;
            case 53 -> flags |= Style.OVERLINE;
            case 55 -> flags &= ~Style.OVERLINE;
            case 59 -> underlineColour(Colour.DEFAULT);
            default -> simpleColour(code);
        }
        return 1;
    }

    private void simpleColour(int code) {
        if (code >= 30 && code <= 37) {
            foreground = code - 30;
        } else if (code >= 40 && code <= 47) {
            background = code - 40;
        } else if (code >= 90 && code <= 97) {
            foreground = code - 90 + 8;
        } else if (code >= 100 && code <= 107) {
            background = code - 100 + 8;
        }
    }

    private void underline(Sequence s, int i) {
        int kind = s.isSubordinate(i + 1) ? s.get(i + 1, 1) : Style.UNDERLINE_SINGLE;
        if (kind <= Style.UNDERLINE_DASHED) {
            flags = Style.withUnderline(flags, kind);
        }
    }

    /** 38;5;n, 38;2;r;g;b, 38:5:n, 38:2:r:g:b and 38:2::r:g:b (ITU T.416, with a colour space that is not looked at). */
    private int colour(Sequence s, int i, int target) {
        int kind = s.get(i + 1, 0);
        if (s.isSubordinate(i + 1)) {
            int count = 1;
            while (s.isSubordinate(i + 1 + count)) {
                count++;
            }
            if (kind == 5 && count >= 2) {
                indexed(target, s.get(i + 2, 0));
            } else if (kind == 2 && count >= 4) {
                int first = i + (count >= 5 ? 3 : 2);
                rgb(target, s.get(first, 0), s.get(first + 1, 0), s.get(first + 2, 0));
            }
            return 1;
        }
        if (kind == 5) {
            if (i + 2 < s.count()) {
                indexed(target, s.get(i + 2, 0));
            }
            return 3;
        }
        if (kind == 2) {
            if (i + 4 < s.count()) {
                rgb(target, s.get(i + 2, 0), s.get(i + 3, 0), s.get(i + 4, 0));
            }
            return 5;
        }
        return 2;
    }

    private void indexed(int target, int index) {
        if (index < 256) {
            set(target, index);
        }
    }

    private void rgb(int target, int red, int green, int blue) {
        if (red < 256 && green < 256 && blue < 256) {
            set(target, Colour.rgb(red, green, blue));
        }
    }

    private void set(int target, int colour) {
        switch (target) {
            case 38 -> foreground = colour;
            case 48 -> background = colour;
            default -> underlineColour(colour);
        }
    }

    private void underlineColour(int colour) {
        Extra now = e.extras.get(e.extra);
        if (now.underlineColour() != colour) {
            e.extra = e.extra(new Extra(now.link(), colour));
        }
    }
}

package isthmus.app.terminal;

import java.util.Arrays;

/**
 * What the colours of cells are on the screen, {@code 0xRRGGBB}: the view's theme, and over it what the guest set by OSC 4, 10,
 * 11 and 12. Guarded by the terminal's lock.
 */
final class Palette {
    static final int FOREGROUND = 256;
    static final int BACKGROUND = 257;
    static final int CURSOR = 258;
    static final int SIZE = 259;

    private static final int[] SIXTEEN = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };
    private static final int UNSET = -1;

    private final int[] theme = new int[SIZE];
    private final int[] set = new int[SIZE];
    /** Changes with every change of a colour. */
    private int version;

    Palette() {
        Arrays.fill(set, UNSET);
        System.arraycopy(SIXTEEN, 0, theme, 0, SIXTEEN.length);
        for (int i = 0; i < 216; i++) {
            theme[16 + i] = level(i / 36) << 16 | level(i / 6 % 6) << 8 | level(i % 6);
        }
        for (int i = 0; i < 24; i++) {
            theme[232 + i] = (8 + 10 * i) * 0x010101;
        }
        theme[FOREGROUND] = 0xe5e5e5;
        theme[BACKGROUND] = 0x000000;
        theme[CURSOR] = 0xe5e5e5;
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }

    void theme(int[] sixteen, int foreground, int background, int cursor) {
        System.arraycopy(sixteen, 0, theme, 0, SIXTEEN.length);
        theme[FOREGROUND] = foreground & 0xffffff;
        theme[BACKGROUND] = background & 0xffffff;
        theme[CURSOR] = cursor & 0xffffff;
        version++;
    }

    int version() {
        return version;
    }

    int get(int index) {
        return set[index] == UNSET ? theme[index] : set[index];
    }

    void set(int index, int rgb) {
        set[index] = rgb;
        version++;
    }

    void reset(int index) {
        set(index, UNSET);
    }

    void resetIndexed() {
        Arrays.fill(set, 0, FOREGROUND, UNSET);
        version++;
    }

    void resetAll() {
        Arrays.fill(set, UNSET);
        version++;
    }

    void copyTo(int[] target) {
        for (int i = 0; i < SIZE; i++) {
            target[i] = get(i);
        }
    }
}

package isthmus.app.window.console;

/** Box drawing, U+2500 to U+257F: lines that join with those of the next cell, at every size. */
final class BoxLines {
    static final int FIRST = 0x2500;
    static final int LAST = 0x257f;

    private static final int HEAVY = 2;
    private static final int DOUBLE = 3;

    /** Left, up, right and down arm of each character: 0 none, 1 light, 2 heavy, 3 double; those without arms follow below. */
    private static final String ARMS =
            "1010 2020 0101 0202 0000 0000 0000 0000 0000 0000 0000 0000 0011 0021 0012 0022 "
                    + "1001 2001 1002 2002 0110 0120 0210 0220 1100 2100 1200 2200 0111 0121 0211 0112 "
                    + "0212 0221 0122 0222 1101 2101 1201 1102 1202 2201 2102 2202 1011 2011 1021 2021 "
                    + "1012 2012 1022 2022 1110 2110 1120 2120 1210 2210 1220 2220 1111 2111 1121 2121 "
                    + "1211 1112 1212 2211 1221 2112 1122 2221 2122 2212 1222 2222 0000 0000 0000 0000 "
                    + "3030 0303 0031 0013 0033 3001 1003 3003 0130 0310 0330 3100 1300 3300 0131 0313 "
                    + "0333 3101 1303 3303 3031 1013 3033 3130 1310 3330 3131 1313 3333 0000 0000 0000 "
                    + "0000 0000 0000 0000 1000 0100 0010 0001 2000 0200 0020 0002 1020 0102 2010 0201 ";

    private final Ink ink;
    /** Thickness of a light and of a heavy line, and how far the two of a double one are from the middle. */
    private final int light;

    private final int heavy;
    private final int apart;

    private BoxLines(Ink ink, int stroke) {
        this.ink = ink;
        this.light = stroke;
        this.heavy = Math.max(stroke + 1, stroke * 2);
        this.apart = Math.max(stroke + 1, Math.round(ink.width / 8f));
    }

    static void draw(Ink ink, int stroke, int codePoint) {
        new BoxLines(ink, stroke).draw(codePoint);
    }

    private void draw(int codePoint) {
        switch (codePoint) {
            case 0x2504, 0x2505 -> dashes(codePoint, 3, true);
            case 0x2506, 0x2507 -> dashes(codePoint, 3, false);
            case 0x2508, 0x2509 -> dashes(codePoint, 4, true);
            case 0x250a, 0x250b -> dashes(codePoint, 4, false);
            case 0x254c, 0x254d -> dashes(codePoint, 2, true);
            case 0x254e, 0x254f -> dashes(codePoint, 2, false);
            case 0x256d -> arc(1, 1);
            case 0x256e -> arc(-1, 1);
            case 0x256f -> arc(-1, -1);
            case 0x2570 -> arc(1, -1);
            case 0x2571 -> diagonal(true);
            case 0x2572 -> diagonal(false);
            case 0x2573 -> {
                diagonal(true);
                diagonal(false);
            }
            default -> arms((codePoint - FIRST) * 5);
        }
    }

    private void arms(int at) {
        int left = ARMS.charAt(at) - '0';
        int up = ARMS.charAt(at + 1) - '0';
        int right = ARMS.charAt(at + 2) - '0';
        int down = ARMS.charAt(at + 3) - '0';
        arm(new Axis(ink, true, false), left, right, up, down);
        arm(new Axis(ink, true, true), right, left, up, down);
        arm(new Axis(ink, false, false), up, down, left, right);
        arm(new Axis(ink, false, true), down, up, left, right);
    }

    /**
     * @param style of the arm
     * @param opposite of the arm on the other side
     * @param low,high of those across: up and down, or left and right
     */
    private void arm(Axis axis, int style, int opposite, int low, int high) {
        if (style == DOUBLE) {
            axis.stroke(-apart, light, doubleReach(opposite, low, high), light);
            axis.stroke(apart, light, doubleReach(opposite, high, low), light);
        } else if (style != 0) {
            int across = Math.max(thickness(low), thickness(high));
            axis.stroke(0, thickness(style), singleReach(opposite, low, high), across);
        }
    }

    /** Which stroke across a stroke of a double arm ends at: {@code near} is the arm across on its side, {@code far} the other. */
    private int doubleReach(int opposite, int near, int far) {
        if (near == DOUBLE) {
            return -apart;
        }
        return near == 0 && opposite == 0 && far == DOUBLE ? apart : 0;
    }

    private int singleReach(int opposite, int low, int high) {
        if (opposite != 0 || low != DOUBLE && high != DOUBLE) {
            return 0;
        }
        return low == high ? -apart : apart;
    }

    private int thickness(int style) {
        return style == HEAVY ? heavy : light;
    }

    private void dashes(int codePoint, int count, boolean horizontal) {
        int thickness = (codePoint & 1) == 0 ? light : heavy;
        int size = horizontal ? ink.width : ink.height;
        Axis axis = new Axis(ink, horizontal, false);
        for (int i = 0; i < count; i++) {
            int from = Ink.edge(i, count, size);
            int to = Ink.edge(i + 1, count, size);
            int gap = Math.max(1, (to - from) / 3);
            axis.piece(0, thickness, from + gap / 2, to - (gap - gap / 2));
        }
    }

    /** A rounded corner from the middle to the right (or left) and down (or up). */
    private void arc(int toRight, int toDown) {
        int left = (ink.width - light) / 2;
        int top = (ink.height - light) / 2;
        double middleX = left + light / 2.0;
        double middleY = top + light / 2.0;
        double radius = Math.min(ink.width, ink.height) / 2.0;
        double centreX = middleX + toRight * radius;
        double centreY = middleY + toDown * radius;
        ink.line(
                (x, y) -> {
                    boolean beyondX = (x - centreX) * toRight > 0;
                    boolean beyondY = (y - centreY) * toDown > 0;
                    if (beyondX && beyondY) {
                        return Double.MAX_VALUE;
                    }
                    if (beyondX) {
                        return Math.abs(y - middleY);
                    }
                    if (beyondY) {
                        return Math.abs(x - middleX);
                    }
                    return Math.abs(Math.hypot(x - centreX, y - centreY) - radius);
                },
                light);
    }

    private void diagonal(boolean rising) {
        double length = Math.hypot(ink.width, ink.height);
        ink.line(
                (x, y) -> {
                    double across = rising ? ink.height - y : y;
                    return Math.abs(across * ink.width - x * ink.height) / length;
                },
                light);
    }

    /** One of the four directions, so that a stroke is drawn the same way in each. */
    private record Axis(Ink ink, boolean horizontal, boolean fromEnd) {
        /**
         * From the cell's edge up to and over a stroke across.
         *
         * @param offset of its middle line from the cell's
         * @param reach offset of the stroke across from the middle: negative is nearer to the edge
         */
        void stroke(int offset, int thickness, int reach, int thicknessAcross) {
            int size = horizontal ? ink.width : ink.height;
            int middle = (size - thicknessAcross) / 2;
            if (fromEnd) {
                piece(offset, thickness, middle - reach, size);
            } else {
                piece(offset, thickness, 0, middle + reach + thicknessAcross);
            }
        }

        void piece(int offset, int thickness, int from, int to) {
            int across = (horizontal ? ink.height : ink.width) - thickness;
            int start = across / 2 + offset;
            if (horizontal) {
                ink.box(from, start, to, start + thickness);
            } else {
                ink.box(start, from, start + thickness, to);
            }
        }
    }
}

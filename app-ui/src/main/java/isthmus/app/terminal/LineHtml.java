package isthmus.app.terminal;

import java.util.Locale;

/** Builds HTML from cells: their text, colours and styles. */
final class LineHtml implements LineSink {
    private static final long NONE = -1;

    private final StringBuilder html = new StringBuilder();
    private final Interner<String> graphemes;
    private final Palette palette;
    private long style = NONE;

    LineHtml(Interner<String> graphemes, Palette palette) {
        this.graphemes = graphemes;
        this.palette = palette;
        html.append("<pre style=\"font-family:monospace");
        colours(palette.get(Palette.FOREGROUND), palette.get(Palette.BACKGROUND));
        html.append("\">");
    }

    @Override
    public void add(Row row, int from, int to, boolean stripped) {
        int end = Math.min(to, row.columns());
        while (stripped
                && end > from
                && (row.textAt(end - 1) == 0 || row.textAt(end - 1) == ' ')
                && !row.isTail(end - 1)) {
            end--;
        }
        for (int x = from; x < end; x++) {
            if (!row.isTail(x)) {
                style(row.attrAt(x) & Attr.NO_WIDTH & ~Attr.PROTECTED);
                int start = html.length();
                LineText.add(html, graphemes, row.textAt(x));
                escape(start);
            }
        }
    }

    @Override
    public void newLine() {
        style(NONE);
        html.append('\n');
    }

    private void style(long wanted) {
        if (style == wanted) {
            return;
        }
        if (style != NONE && style != Attr.DEFAULT) {
            html.append("</span>");
        }
        style = wanted;
        if (wanted == NONE || wanted == Attr.DEFAULT) {
            return;
        }
        int flags = Attr.flags(wanted);
        int foreground = rgb(Attr.foreground(wanted), Palette.FOREGROUND);
        int background = rgb(Attr.background(wanted), Palette.BACKGROUND);
        boolean inverse = (flags & Style.INVERSE) != 0;
        int shown = inverse ? background : foreground;
        int behind = inverse ? foreground : background;
        html.append("<span style=\"");
        html.append((flags & Style.BOLD) != 0 ? "font-weight:bold;" : "");
        html.append((flags & Style.ITALIC) != 0 ? "font-style:italic;" : "");
        html.append((flags & Style.UNDERLINE) != 0 ? "text-decoration:underline;" : "");
        html.append((flags & Style.STRIKE) != 0 ? "text-decoration:line-through;" : "");
        html.setLength(html.length() - (html.charAt(html.length() - 1) == ';' ? 1 : 0));
        colours((flags & Style.INVISIBLE) != 0 ? behind : shown, behind);
        html.append("\">");
    }

    private void colours(int foreground, int background) {
        html.append(html.charAt(html.length() - 1) == '"' ? "" : ";");
        html.append(String.format(Locale.ROOT, "color:#%06x;background:#%06x", foreground, background));
    }

    private int rgb(int colour, int standard) {
        return Colour.isRgb(colour) ? Colour.value(colour) : palette.get(Colour.isDefault(colour) ? standard : colour);
    }

    private void escape(int start) {
        String replaced = switch (html.charAt(start)) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            default -> null;
        };
        if (replaced != null) {
            html.replace(start, start + 1, replaced);
        }
    }

    @Override
    public String toString() {
        String end = style == NONE || style == Attr.DEFAULT ? "" : "</span>";
        return html + end + "</pre>";
    }
}

package isthmus.app.terminal;

/** DECSCUSR. */
public enum CursorShape {
    BLOCK,
    UNDERLINE,
    BAR
}

package isthmus.app.terminal;

/** What DECSC saves and DECRC brings back. */
record SavedCursor(int x, int y, boolean pendingWrap, long pen, int extra, boolean origin, Charsets.Saved charsets) {
    static final SavedCursor HOME = new SavedCursor(0, 0, false, Attr.DEFAULT, 0, false, Charsets.Saved.ASCII);
}

package isthmus.app.terminal;

/** What few cells have: a hyperlink (or null), and a colour of the underline ({@link Colour#DEFAULT}: that of the text). */
record Extra(Link link, int underlineColour) {
    static final Extra NONE = new Extra(null, Colour.DEFAULT);
}

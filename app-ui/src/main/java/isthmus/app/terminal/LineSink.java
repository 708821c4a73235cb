package isthmus.app.terminal;

/** Takes selected cells, line by line. */
interface LineSink {
    /** The cells {@code from..to-1}; with {@code stripped} without the blanks at the end of the row. */
    void add(Row row, int from, int to, boolean stripped);

    void newLine();
}

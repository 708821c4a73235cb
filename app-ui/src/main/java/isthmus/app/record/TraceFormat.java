package isthmus.app.record;

/** What a trace can be exported as. */
public enum TraceFormat {
    /** As {@code isthmus run --trace=FILE} writes it. */
    STRACE("strace"),
    /** A JSON object a line. */
    JSON_LINES("jsonl"),
    /** The Trace Event format of Chrome, which Perfetto reads too. */
    CHROME("json");

    private final String suffix;

    TraceFormat(String suffix) {
        this.suffix = suffix;
    }

    /** Of a file's name, without the dot. */
    public String suffix() {
        return suffix;
    }
}

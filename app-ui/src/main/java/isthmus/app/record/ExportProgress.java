package isthmus.app.record;

/** Who waits for an export. Called by the thread that writes, some times a second at most. */
public interface ExportProgress {
    /** Nobody waits. */
    ExportProgress NONE = new ExportProgress() {
        @Override
        public void written(long rows, long all) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    /** @param all how many rows there are to write */
    void written(long rows, long all);

    boolean isCancelled();
}

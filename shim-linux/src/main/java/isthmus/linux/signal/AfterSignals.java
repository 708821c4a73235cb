package isthmus.linux.signal;

/** What {@link TaskSignals#deliver} found. */
public enum AfterSignals {
    /** The guest runs on, perhaps in a handler. */
    RUN,
    /** The task ends now; if the whole process ends, {@link ProcessSignals#exitStatus()} says how. */
    EXIT
}

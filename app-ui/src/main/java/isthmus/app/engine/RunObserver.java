package isthmus.app.engine;

import isthmus.linux.trace.Tracer;

/** Hears of a run's life, on the run's own thread unless a method says otherwise. */
public interface RunObserver {
    /** Hears nothing, traces nothing. */
    RunObserver NONE = new RunObserver() {};

    /** What is to hear of the system calls; asked for once, when the root file system is open. The caller closes it after the end. */
    default Tracer tracer() {
        return Tracer.OFF;
    }

    /**
     * An archive is being unpacked.
     *
     * @param done bytes of it that were read
     * @param total its size in bytes
     */
    default void opening(long done, long total) {}

    /** All is there but the program; a HostException here ends the run as {@link RunEnd.Refused}. */
    default void ready(Run run) {}

    /** The program runs. */
    default void started(Run run) {}

    /** Something is wrong with the engine, or memory is short: a line for the user. Any thread, several at once. */
    default void complaint(String line) {}
}

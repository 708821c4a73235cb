package isthmus.linux.trace;

import isthmus.linux.calls.SystemCall;

/**
 * Something that happened to a task, with what of its memory has to be shown: decoded only when it is shown.
 *
 * @param nanos {@link System#nanoTime()}
 * @param tid of the task
 * @param kind what happened
 * @param number of the system call, the signal, or the wait status at the end
 * @param call the row of a system call; null if there is none
 * @param arguments the six registers of a call; else null
 * @param memory what arguments point to, one element each, null where nothing was copied
 * @param result of a call, or the code of a signal
 * @param text the path of a new program; else null
 */
record TraceEvent(
        long nanos,
        int tid,
        Kind kind,
        long number,
        SystemCall call,
        long[] arguments,
        byte[][] memory,
        long result,
        String text) {
    /** What happened. */
    enum Kind {
        ENTRY,
        EXIT,
        SIGNAL,
        STARTED,
        ENDED,
        EXECUTED
    }
}

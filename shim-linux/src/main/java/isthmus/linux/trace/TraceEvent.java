package isthmus.linux.trace;

import isthmus.linux.calls.SystemCall;

/**
 * Something that happened to a task, with what of its memory has to be shown: decoded only when it is shown.
 *
 * @param nanos {@link System#nanoTime()}
 * @param tid of the task
 * @param kind what happened
 * @param number of the system call, the signal, the wait status at the end, or the parent process at the start
 * @param call the row of a system call; null if there is none
 * @param arguments six, of the entry of a call; else null
 * @param memory what arguments point to, one element each, null where nothing was copied
 * @param result of a call, the code of a signal, or how many events were lost
 * @param text the path of a new program or the name of a task; else null
 */
public record TraceEvent(
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
    public enum Kind {
        ENTRY,
        EXIT,
        SIGNAL,
        STARTED,
        ENDED,
        EXECUTED,
        /** The task is called otherwise from now on, or what it is called is told for the first time. */
        NAMED,
        /** Events are missing here. */
        LOST
    }
}

package isthmus.app.record;

import isthmus.linux.calls.SystemCall;
import java.util.List;

/**
 * One line of a trace, decoded. Strings of the guest are bytes, one char each (ISO 8859-1), escaped as strace does in
 * {@code arguments} only.
 *
 * @param index counts all rows of the run, those that were dropped too
 * @param nanos since the store was made
 * @param process its name; empty if it is not known
 * @param call the name of the call; {@code signal}, {@code start}, {@code exec}, {@code end} or {@code lost} if it is none
 * @param system its row in the table of calls; null if it is no call, or one that no table has
 * @param arguments as strace shows them, without the parentheses; of an unfinished call, as far as they are known
 * @param result as strace shows it, behind the equals sign; empty if there is none (yet)
 * @param value the result as the guest sees it; 0 if there is none
 * @param errno of a call that failed, positive; else 0
 * @param duration in nanoseconds; -1 if it is not known (yet)
 * @param unfinished whether the call is in progress
 * @param paths that the call names, and that of the descriptor it is about, as far as it is known
 */
public record TraceRow(
        long index,
        Kind kind,
        long nanos,
        int pid,
        String process,
        int tid,
        String call,
        SystemCall system,
        String arguments,
        String result,
        long value,
        int errno,
        long duration,
        boolean unfinished,
        List<String> paths) {
    /** What a row tells of. */
    public enum Kind {
        CALL,
        SIGNAL,
        START,
        EXEC,
        END,
        LOST
    }

    /** As strace shows it on a line, without the time and the task. */
    public String line() {
        return kind == Kind.CALL ? call + "(" + arguments + ") = " + result : call + " " + arguments;
    }

    public boolean failed() {
        return errno != 0;
    }
}

package isthmus.linux.calls;

import java.util.List;

/** The rows of all topics: what there is of Linux's system calls. One topic a line, in alphabetical order. */
public final class Topics {
    public static final List<List<SystemCall>> ALL = List.of(
            EpollCalls.ROWS, //
            EventCalls.ROWS,
            FutexCalls.ROWS,
            KillCalls.ROWS,
            PipeCalls.ROWS,
            PollCalls.ROWS,
            SelectCalls.ROWS,
            SignalActionCalls.ROWS,
            SignalFdCalls.ROWS,
            SignalWaitCalls.ROWS);

    private Topics() {}
}

package isthmus.app.record;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.trace.TraceRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows which call of the trace opened the file of which descriptor, so that the file can be named where the descriptor
 * is used. Knows open, openat, openat2, creat, dup and its kin, close, close_range, fork and execve; threads share.
 * A descriptor that came another way (inherited, received, or opened before the recording began) is not known.
 */
final class DescriptorRows {
    private static final int READ = 0, OPEN = 2, CLOSE = 3, DUP = 32, DUP2 = 33, FCNTL = 72, CREAT = 85, OPENAT = 257;
    private static final int DUP3 = 292, CLOSE_RANGE = 436, OPENAT2 = 437;
    private static final int F_DUPFD = 0, F_DUPFD_CLOEXEC = 1030;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int CALLS = 512, LIMIT = 1 << 16;
    private static final long NONE = -1;

    /** The index of the argument that is a descriptor, by call; -1 if there is none. */
    private static final byte[] ARGUMENT = new byte[CALLS];

    static {
        for (int i = 0; i < CALLS; i++) {
            SystemCall call = TraceRecord.call(i);
            List<ArgType> types = call == null ? List.of() : call.arguments();
            ARGUMENT[i] = (byte) types.indexOf(ArgType.FD);
        }
    }

    /** The row that opened it, by descriptor, of each process. */
    private final Map<Integer, long[]> processes = new HashMap<>();
    /** What the entry of a task's call said, until its exit: the row of its file, and the argument. */
    private final Map<Integer, long[]> open = new HashMap<>();

    private int lastPid;
    private long[] last = new long[0];

    private long[] table(int pid) {
        if (lastPid != pid) {
            lastPid = pid;
            last = processes.getOrDefault(pid, new long[0]);
        }
        return last;
    }

    private void put(int pid, long descriptor, long row) {
        if (descriptor < 0 || descriptor >= LIMIT) {
            return;
        }
        long[] table = table(pid);
        int at = (int) descriptor;
        if (at >= table.length) {
            int old = table.length;
            table = Arrays.copyOf(table, Math.max(16, 2 * at));
            Arrays.fill(table, old, table.length, NONE);
            last = table;
            processes.put(pid, table);
        }
        table[at] = row;
    }

    /** The distance from {@code row} to the one that opened the descriptor of the call that begins here, or 0. */
    int entry(TraceRecord record, long row) {
        int number = record.number();
        int argument = number >= READ && number < CALLS ? ARGUMENT[number] : -1;
        if (argument < 0) {
            return 0;
        }
        long[] table = table(record.pid());
        int descriptor = (int) record.argument(argument);
        long opened = descriptor >= 0 && descriptor < table.length ? table[descriptor] : NONE;
        switch (number) {
            case CLOSE -> put(record.pid(), descriptor, NONE);
            case CLOSE_RANGE -> closeRange(table, record);
            case DUP, DUP2, DUP3 -> open.put(record.tid(), new long[] {opened, 0});
            case FCNTL -> {
                int command = (int) record.argument(1);
                if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
                    open.put(record.tid(), new long[] {opened, 0});
                }
            }
            default -> {}
        }
        long distance = row - opened;
        return opened == NONE || distance > Integer.MAX_VALUE ? 0 : (int) distance;
    }

    private static void closeRange(long[] table, TraceRecord record) {
        long from = record.argument(0) & 0xffff_ffffL;
        long to = Math.min(table.length, (record.argument(1) & 0xffff_ffffL) + 1);
        if ((record.argument(2) & CLOSE_RANGE_CLOEXEC) == 0 && from < to) {
            Arrays.fill(table, (int) from, (int) to, NONE);
        }
    }

    /** The end of the call of {@code row}. */
    void exit(TraceRecord record, long row) {
        int number = record.number();
        switch (number) {
            case OPEN, OPENAT, OPENAT2, CREAT -> put(record.pid(), record.result(), row);
            case DUP, DUP2, DUP3, FCNTL -> {
                long[] from = open.remove(record.tid());
                if (from != null) {
                    put(record.pid(), record.result(), from[0]);
                }
            }
            default -> {}
        }
    }

    /** A task began: if it is a process, with what its parent has open. */
    void started(TraceRecord record) {
        if (record.tid() == record.pid()) {
            lastPid = 0;
            long[] parents = processes.get(record.number());
            if (parents != null) {
                processes.put(record.pid(), parents.clone());
            }
        }
    }

    /** Descriptors may have been closed by execve(2): those that are used from then on were not. */
    void executed(TraceRecord record) {
        open.remove(record.tid());
    }

    void ended(TraceRecord record) {
        open.remove(record.tid());
        if (record.tid() == record.pid()) {
            lastPid = 0;
            processes.remove(record.pid());
        }
    }
}

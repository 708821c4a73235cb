package isthmus.platform.windows;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.util.Set;
import java.util.TreeSet;

/** What the handles of another process are, as Windows tells it. */
final class HandleTypes {
    /**
     * Types that a guest's process may have: its events; shared memory; and what Windows itself opens in each process, to know
     * libraries by name, to wait in threads of its own and to trace.
     */
    static final Set<String> HARMLESS = Set.of(
            "Event",
            "Section",
            "Key",
            "KeyedEvent",
            "Directory",
            "Thread",
            "Semaphore",
            "WaitCompletionPacket",
            "IoCompletion",
            "TpWorkerFactory",
            "IRTimer",
            "EtwRegistration",
            "SchedulerSharedData",
            "ALPC Port");

    private static final int MOST = 0x1000, MOST_TO_COUNT = 0x4000;
    private static final int ALL_ACCESS = 0x1fffff;
    private static final int BYTES = 4096, NAME = 1, TYPE = 2;

    private HandleTypes() {}

    /** Under Wine a process has these, too: it keeps none from the window system. */
    static boolean isOfWine(String type) {
        return type.equals("Desktop") || type.equals("WindowStation");
    }

    /** How many handles a process has: counted, as Wine does not tell it. */
    static int count(long processId) {
        Function open = Function.getFunction("kernel32", "OpenProcess");
        long process = open.invokeLong(new Object[] {ALL_ACCESS, 0, (int) processId});
        int count = 0;
        for (long value = 4; value < MOST_TO_COUNT; value += 4) {
            long[] handle = new long[1];
            if (Nt.NtDuplicateObject(process, value, Nt.THIS_PROCESS, handle, 0, 0, Nt.DUPLICATE_SAME_ACCESS) >= 0) {
                Nt.NtClose(handle[0]);
                count++;
            }
        }
        Nt.NtClose(process);
        return count;
    }

    /** The types of all handles of a process. */
    static Set<String> in(long processId) {
        Function open = Function.getFunction("kernel32", "OpenProcess");
        long process = open.invokeLong(new Object[] {ALL_ACCESS, 0, (int) processId});
        Set<String> types = new TreeSet<>();
        for (long value = 4; value < MOST; value += 4) {
            types.add(of(process, processId, value));
        }
        types.remove("");
        Nt.NtClose(process);
        return types;
    }

    /** The type, of files with the name, of processes with the number; empty if there is no such handle. */
    private static String of(long process, long processId, long value) {
        long[] handle = new long[1];
        if (Nt.NtDuplicateObject(process, value, Nt.THIS_PROCESS, handle, 0, 0, Nt.DUPLICATE_SAME_ACCESS) < 0) {
            return "";
        }
        try {
            String type = query(handle[0], TYPE);
            if (type.equals("Process")) {
                Function number = Function.getFunction("kernel32", "GetProcessId");
                int it = number.invokeInt(new Object[] {handle[0]});
                return "Process " + (it == processId ? "itself" : it);
            }
            return type.equals("File") ? type + " " + query(handle[0], NAME) : type;
        } finally {
            Nt.NtClose(handle[0]);
        }
    }

    private static String query(long handle, int what) {
        try (Memory answer = new Memory(BYTES)) {
            answer.clear();
            int status = Function.getFunction("ntdll", "NtQueryObject")
                    .invokeInt(new Object[] {handle, what, answer, BYTES, null});
            if (status < 0) {
                return "unknown (status " + Integer.toHexString(status) + ")";
            }
            int bytes = answer.getShort(0) & 0xffff;
            return bytes == 0 ? "" : new String(answer.getPointer(8).getCharArray(0, bytes / 2));
        }
    }
}

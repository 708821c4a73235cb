package isthmus.app.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What this JVM holds of its host, as the host counts it.
 *
 * @param handles open files, on Windows handles of any kind
 * @param mappings of shared memory
 * @param children processes
 */
record HostUse(long handles, long mappings, long children) {
    static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** MEMORY_BASIC_INFORMATION of winnt.h. */
    private static final int BYTES = 48, ALLOCATION_BASE = 8, REGION_SIZE = 24, STATE = 32, TYPE = 40;

    /** SystemExtendedHandleInformation, STATUS_INFO_LENGTH_MISMATCH, and what the list looks like. */
    private static final int ALL_HANDLES = 64, TOO_SHORT = 0xc0000004, FIRST_HANDLE = 16, HANDLE_BYTES = 40, OWNER = 8;

    /** PROCESS_SUSPEND_RESUME of winnt.h. */
    private static final int SUSPEND_RESUME = 0x800;

    private static final int SIGSTOP = 19;
    private static final int MEM_FREE = 0x10000, MEM_MAPPED = 0x40000;

    static HostUse now() throws IOException {
        long children = ProcessHandle.current().children().count();
        return WINDOWS
                ? new HostUse(windowsHandles(), windowsViews(), children)
                : new HostUse(linuxDescriptors(), linuxMappings(), children);
    }

    /** Stops the processes that run guest code, as if they did not obey; returns how many there are. */
    static int standStill() {
        ProcessHandle[] stubs = ProcessHandle.current()
                .descendants()
                .filter(process ->
                        WINDOWS || process.parent().filter(HostUse::isThisOne).isEmpty()) // on Linux, not the zygote
                .toArray(ProcessHandle[]::new);
        for (ProcessHandle stub : stubs) {
            if (WINDOWS) {
                long handle = kernel32("OpenProcess").invokeLong(new Object[] {SUSPEND_RESUME, 0, (int) stub.pid()});
                check(Function.getFunction("ntdll", "NtSuspendProcess").invokeInt(new Object[] {handle}) == 0);
                check(kernel32("CloseHandle").invokeInt(new Object[] {handle}) != 0);
            } else {
                check(Function.getFunction("c", "kill").invokeInt(new Object[] {(int) stub.pid(), SIGSTOP}) == 0);
            }
        }
        return stubs.length;
    }

    private static boolean isThisOne(ProcessHandle process) {
        return process.pid() == ProcessHandle.current().pid();
    }

    private static void check(boolean done) {
        if (!done) {
            throw new IllegalStateException("a process of a guest cannot be stopped");
        }
    }

    private static long linuxDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    private static long linuxMappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps"), ISO_8859_1).stream()
                .filter(line -> line.contains("isthmus-"))
                .count();
    }

    /** Counted in the list of all handles of the host: Wine does not tell how many a process has. */
    private static long windowsHandles() {
        Function query = Function.getFunction("ntdll", "NtQuerySystemInformation");
        long own = ProcessHandle.current().pid();
        for (int bytes = 1 << 20; ; bytes *= 2) {
            try (Memory list = new Memory(bytes)) {
                int status = query.invokeInt(new Object[] {ALL_HANDLES, list, bytes, null});
                if (status == TOO_SHORT) {
                    continue;
                }
                if (status < 0) {
                    throw new IllegalStateException("Windows does not list handles: " + Integer.toHexString(status));
                }
                return LongStream.range(0, list.getLong(0))
                        .filter(i -> list.getLong(FIRST_HANDLE + i * HANDLE_BYTES + OWNER) == own)
                        .count();
            }
        }
    }

    /** Views of sections that are no programs or libraries. */
    private static long windowsViews() {
        Set<Long> views = new HashSet<>();
        Function query = kernel32("VirtualQuery");
        try (Memory region = new Memory(BYTES)) {
            long at = 0;
            while (query.invokeLong(new Object[] {new Pointer(at), region, (long) BYTES}) != 0) {
                if (region.getInt(STATE) != MEM_FREE && region.getInt(TYPE) == MEM_MAPPED) {
                    views.add(region.getLong(ALLOCATION_BASE));
                }
                at += region.getLong(REGION_SIZE);
            }
        }
        return views.size();
    }

    private static Function kernel32(String name) {
        return Function.getFunction("kernel32", name);
    }
}

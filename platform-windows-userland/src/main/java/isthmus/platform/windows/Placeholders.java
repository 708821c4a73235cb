package isthmus.platform.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import isthmus.core.south.HostException;
import java.util.List;

/**
 * Single pages of sections anywhere in a process. Windows maps views in units of 64 KiB, but since Windows 10 1803 a view may
 * take the place of a placeholder: addresses that are kept, and can be split at each page. These are the calls of ntdll behind
 * VirtualAlloc2() and MapViewOfFile3(), whose pages in MSDN say how.
 */
final class Placeholders {
    private static final int MEM_RESERVE_PLACEHOLDER = 0x40000, MEM_REPLACE_PLACEHOLDER = 0x4000;
    private static final int MEM_PRESERVE_PLACEHOLDER = 2;
    private static final int BLOCK = GuestMap.BLOCK;

    /** Calls that older hosts do not have. */
    private static final class Calls {
        static {
            Native.register(Calls.class, "ntdll");
        }

        static native int NtAllocateVirtualMemoryEx(
                long process, long[] address, long[] bytes, int type, int protection, long parameters, int count);

        static native int NtMapViewOfSectionEx(
                long section,
                long process,
                long[] address,
                long[] offset,
                long[] bytes,
                int type,
                int protection,
                long parameters,
                int count);
    }

    private static final class Trial {
        static final boolean PASSED = tryHere();
    }

    private Placeholders() {}

    /** Whether this host can do it. */
    static boolean work() {
        return Trial.PASSED;
    }

    /** Maps one page into this process, where no view of 64 KiB could show it. */
    private static boolean tryHere() {
        Section section = null;
        try {
            section = new Section(BLOCK);
            int place = 3;
            int number = 5;
            long mark = 0x1357_9bdf_0246_8aceL;
            if (section.commit(0, BLOCK) < 0) {
                return false;
            }
            section.buffer.putLong(number << PageRun.PAGE_SHIFT, mark);
            long[] block = {0};
            int status = reserve(Nt.THIS_PROCESS, block);
            PageRun run = new PageRun(null, number, place, 1);
            status = status < 0 ? status : map(Nt.THIS_PROCESS, block[0], 0, section, run);
            return status >= 0
                    && new Pointer(run.address(block[0])).getLong(0) == mark
                    && unmap(Nt.THIS_PROCESS, block[0], List.of(run)) >= 0;
        } catch (UnsatisfiedLinkError | HostException e) {
            return false; // before Windows 10 1803, or without memory to try it
        } finally {
            if (section != null) {
                section.release();
            }
        }
    }

    /** Maps the single pages of a view into a process. The status. */
    static int map(long process, View view) {
        int status = reserve(process, new long[] {view.address()});
        int free = 0;
        for (int i = 0; i < view.runs.size() && status >= 0; i++) {
            PageRun run = view.runs.get(i);
            status = map(process, view.address(), free, ((WindowsSegment) run.segment()).section, run);
            free = run.place() + run.count();
        }
        return status;
    }

    /** Unmaps them, and gives back the addresses between them. The status. */
    static int unmap(long process, View view) {
        return unmap(process, view.address(), view.runs);
    }

    private static int reserve(long process, long[] block) {
        return Calls.NtAllocateVirtualMemoryEx(
                process, block, new long[] {BLOCK}, Nt.MEM_RESERVE | MEM_RESERVE_PLACEHOLDER, Nt.PAGE_NOACCESS, 0, 0);
    }

    /** @param free the place from which on the block is one placeholder */
    private static int map(long process, long block, int free, Section section, PageRun run) {
        long[] at = {run.address(block)};
        long[] bytes = {run.bytes()};
        int status = 0;
        if (run.place() > free
                || run.place() + run.count() < MapBlock.PAGES) { // Windows refuses to split off all that is left
            status = Nt.NtFreeVirtualMemory(process, at, bytes, Nt.MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER);
        }
        return status < 0
                ? status
                : Calls.NtMapViewOfSectionEx(
                        section.handle,
                        process,
                        at,
                        new long[] {run.offset()},
                        bytes,
                        MEM_REPLACE_PLACEHOLDER,
                        Nt.PAGE_EXECUTE_READWRITE,
                        0,
                        0);
    }

    private static int unmap(long process, long block, List<PageRun> runs) {
        int status = 0;
        long free = block; // from here on nothing was given back yet
        for (PageRun run : runs) {
            status = Math.min(status, release(process, free, run.address(block)));
            status = Math.min(status, Nt.NtUnmapViewOfSection(process, run.address(block)));
            free = run.address(block) + run.bytes();
        }
        return Math.min(status, release(process, free, block + BLOCK));
    }

    /** Gives back a placeholder, if there is one. */
    private static int release(long process, long start, long end) {
        return start == end ? 0 : Nt.NtFreeVirtualMemory(process, new long[] {start}, new long[] {0}, Nt.MEM_RELEASE);
    }
}

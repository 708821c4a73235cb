package isthmus.platform.windows;

import isthmus.core.south.HostException;
import isthmus.core.south.Protection;

/** Changes of a process's address space, made from outside, while its guest may run. Each throws if Windows refuses it. */
record Changes(long process) implements GuestMap.Host {
    /** What Windows may refuse to do. */
    static final String MAP = "map memory", UNMAP = "unmap memory", PROTECT = "protect memory";

    @Override
    public void map(View view) {
        if (view.showsSinglePages()) {
            check(Placeholders.map(process, view), MAP, view.address());
            return;
        }
        long[] at = {view.address()};
        int status = ((WindowsSegment) view.segment)
                .section.map(process, at, (long) view.index << 16, view.bytes(), Nt.PAGE_EXECUTE_READWRITE);
        check(status, MAP, view.address());
    }

    @Override
    public void unmap(View view) {
        int status = view.showsSinglePages()
                ? Placeholders.unmap(process, view)
                : Nt.NtUnmapViewOfSection(process, view.address());
        check(status, UNMAP, view.address());
    }

    @Override
    public void protect(long address, long bytes, int protection) {
        int status = Nt.NtProtectVirtualMemory(
                process, new long[] {address}, new long[] {bytes}, windows(protection), new int[1]);
        check(status, PROTECT, address);
    }

    static int windows(int protection) {
        boolean write = (protection & Protection.WRITE) != 0;
        if ((protection & Protection.EXEC) != 0) {
            return write ? Nt.PAGE_EXECUTE_READWRITE : Nt.PAGE_EXECUTE_READ;
        }
        if (write) {
            return Nt.PAGE_READWRITE;
        }
        return protection == 0 ? Nt.PAGE_NOACCESS : Nt.PAGE_READONLY;
    }

    static void check(int status, String what, long address) {
        if (status < 0) {
            throw new HostException("Windows refused to " + what + " of a guest at " + Long.toHexString(address)
                    + " (status " + Integer.toHexString(status) + ").");
        }
    }
}

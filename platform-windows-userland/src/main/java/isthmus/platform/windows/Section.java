package isthmus.platform.windows;

import com.sun.jna.Pointer;
import isthmus.core.south.HostException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that the kernel sees as a buffer and that can be mapped into stubs: a section of the paging file, of which only
 * what is committed can be touched.
 */
final class Section {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Nobody uses the end: Wine 8 says that it commits what ends where the view does, and does not. */
    private static final int UNUSED_END = 1 << 16;

    final long handle;
    /** Where the kernel has it mapped. */
    final long address;

    final ByteBuffer buffer;

    Section(int bytes) {
        long[] result = new long[1];
        long whole = (long) bytes + UNUSED_END;
        long[] size = {whole};
        Nt.check(
                Nt.NtCreateSection(
                        result, Nt.SECTION_ALL_ACCESS, 0, size, Nt.PAGE_EXECUTE_READWRITE, Nt.SEC_RESERVE, 0),
                "make shared memory of " + bytes + " bytes");
        handle = result[0];
        long[] at = {0};
        int status = map(Nt.THIS_PROCESS, at, 0, whole, Nt.PAGE_READWRITE);
        if (status < 0) {
            Nt.NtClose(handle);
            throw new HostException("Windows refused to map shared memory of " + bytes + " bytes (status "
                    + Integer.toHexString(status) + ").");
        }
        address = at[0];
        buffer = new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Maps a part into a process; the status. */
    int map(long process, long[] at, long offset, long bytes, int protection) {
        return Nt.NtMapViewOfSection(
                handle, process, at, 0, 0, new long[] {offset}, new long[] {bytes}, Nt.VIEW_UNMAP, 0, protection);
    }

    /** Lets a part be touched. The status. */
    int commit(int offset, int bytes) {
        return Nt.NtAllocateVirtualMemory(
                Nt.THIS_PROCESS,
                new long[] {address + offset},
                0,
                new long[] {bytes},
                Nt.MEM_COMMIT,
                Nt.PAGE_READWRITE);
    }

    /** A part is not needed in memory for now. It keeps its content; Windows may write that to the paging file. */
    void leaveWorkingSet(int offset, int bytes) {
        Kernel32.VirtualUnlock(address + offset, bytes); // says that nothing was locked
    }

    /** Gives it back once no buffer over it is used any more: a thread that is late may still look at it. */
    void release() {
        Nt.NtClose(handle);
        long mapped = address;
        CLEANER.register(buffer, () -> Nt.NtUnmapViewOfSection(Nt.THIS_PROCESS, mapped));
    }
}

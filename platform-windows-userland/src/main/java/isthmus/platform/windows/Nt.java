package isthmus.platform.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import isthmus.core.south.HostException;

/**
 * Calls of ntdll that are used, as documented in the Windows Driver Kit (the Zw names) or as debuggers use them. Handles and
 * addresses are numbers; a result below zero is an NTSTATUS that says what went wrong.
 */
final class Nt {
    static final long THIS_PROCESS = -1;

    static final int SECTION_ALL_ACCESS = 0xf001f, EVENT_ALL_ACCESS = 0x1f0003;
    /** To map it for reading, writing and executing. */
    static final int SECTION_MAP_ANY = 2 | 4 | 8;

    static final int SYNCHRONIZE = 0x100000, EVENT_MODIFY_STATE = 2;
    static final int SEC_RESERVE = 0x4000000;
    static final int MEM_COMMIT = 0x1000, MEM_RESERVE = 0x2000, MEM_RELEASE = 0x8000;
    static final int PAGE_NOACCESS = 1, PAGE_READONLY = 2, PAGE_READWRITE = 4;
    static final int PAGE_EXECUTE_READ = 0x20, PAGE_EXECUTE_READWRITE = 0x40;
    static final int VIEW_UNMAP = 2;
    static final int SYNCHRONIZATION_EVENT = 1, WAIT_ANY = 1;
    static final int THREAD_TIMES = 1;
    static final int DUPLICATE_CLOSE_SOURCE = 1, DUPLICATE_SAME_ACCESS = 2;

    static {
        Native.register(Nt.class, "ntdll");
    }

    private Nt() {}

    static native int NtCreateSection(
            long[] handle, int access, long attributes, long[] bytes, int protection, int flags, long file);

    static native int NtMapViewOfSection(
            long section,
            long process,
            long[] address,
            long zeroBits,
            long commit,
            long[] offset,
            long[] bytes,
            int inherit,
            int type,
            int protection);

    static native int NtUnmapViewOfSection(long process, long address);

    static native int NtAllocateVirtualMemory(
            long process, long[] address, long zeroBits, long[] bytes, int type, int protection);

    static native int NtFreeVirtualMemory(long process, long[] address, long[] bytes, int type);

    static native int NtProtectVirtualMemory(long process, long[] address, long[] bytes, int protection, int[] old);

    /** Reads all or, where a part of it cannot be read, nothing that counts. */
    static native int NtReadVirtualMemory(long process, long address, byte[] target, long bytes, long[] read);

    static native int NtClose(long handle);

    static native int NtCreateEvent(long[] handle, int access, long attributes, int type, byte initial);

    static native int NtSetEvent(long event, long previous);

    static native int NtWaitForMultipleObjects(int count, long[] handles, int type, byte alertable, long[] timeout);

    static native int NtDuplicateObject(
            long fromProcess, long handle, long toProcess, long[] result, int access, int attributes, int options);

    static native int NtSuspendThread(long thread, long previous);

    static native int NtResumeThread(long thread, long previous);

    static native int NtGetContextThread(long thread, long context);

    static native int NtSetContextThread(long thread, long context);

    static native int NtTerminateProcess(long process, int status);

    static native int NtQueryInformationThread(long thread, int what, long[] answer, int bytes, long length);

    /** The object through which this thread, and no other, hears of what it debugs. */
    static native long DbgUiGetThreadDebugObject();

    static native void DbgUiSetThreadDebugObject(long object);

    static native int NtWaitForDebugEvent(long object, byte alertable, long[] timeout, Pointer event);

    static native int NtDebugContinue(long object, Pointer client, int status);

    /** Throws in words if {@code status} is an error. */
    static void check(int status, String what) {
        if (status < 0) {
            throw new HostException("Windows refused to " + what + " (status " + Integer.toHexString(status) + ").");
        }
    }
}

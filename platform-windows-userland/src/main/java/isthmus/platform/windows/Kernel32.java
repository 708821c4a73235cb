package isthmus.platform.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import isthmus.core.south.HostException;

/** Calls of kernel32 that are used. Handles and addresses are numbers; a result of 0 means that it did not work. */
final class Kernel32 {
    static final int DEBUG_ONLY_THIS_PROCESS = 2, CREATE_SUSPENDED = 4, DETACHED_PROCESS = 8;
    static final int CREATE_UNICODE_ENVIRONMENT = 0x400;
    /** SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX. */
    static final int NO_DIALOGS = 0x1 | 0x2 | 0x8000;

    static final int STACK_SIZE_PARAM_IS_A_RESERVATION = 0x10000;

    static {
        Native.register(Kernel32.class, "kernel32");
    }

    private Kernel32() {}

    static native int CreateProcessW(
            Pointer program,
            Pointer commandLine,
            long processAttributes,
            long threadAttributes,
            int inherit,
            int flags,
            Pointer environment,
            Pointer directory,
            Pointer startup,
            Pointer information);

    static native long CreateRemoteThread(
            long process, long attributes, long stackBytes, long start, long argument, int flags, int[] id);

    static native long GetModuleHandleA(String name);

    static native long GetProcAddress(long module, String name);

    static native long CreateJobObjectW(long attributes, long name);

    static native int SetInformationJobObject(long job, int what, Pointer information, int bytes);

    static native int AssignProcessToJobObject(long job, long process);

    static native int InitializeProcThreadAttributeList(Pointer list, int count, int flags, long[] bytes);

    static native int UpdateProcThreadAttribute(
            Pointer list, int flags, long attribute, Pointer value, long bytes, long previous, long returned);

    static native int GetProcessMitigationPolicy(long process, int policy, Pointer answer, long bytes);

    static native int GetExitCodeProcess(long process, int[] status);

    static native int IsProcessInJob(long process, long job, int[] answer);

    /** What is shown to the user, for this process and those that it starts: bits that say what is not. */
    static native int SetErrorMode(int mode);

    static native int GetErrorMode();

    /** Fails for memory that is not locked, and takes it out of this process's working set (Microsoft's documentation of it). */
    static native int VirtualUnlock(long address, long bytes);

    static native int GetSystemDirectoryW(Pointer path, int length);

    static native int GlobalMemoryStatusEx(Pointer status);

    /** The address of a function of ntdll, which is the same in every process of a Windows that runs. */
    static long ntdll(String function) {
        long address = GetProcAddress(GetModuleHandleA("ntdll.dll"), function);
        if (address == 0) {
            throw new HostException("This Windows has no " + function + " in ntdll.dll.");
        }
        return address;
    }

    /** What a call that has just failed is reported as. */
    static HostException failure(String what) {
        return new HostException(RefusedStart.words(what, Native.getLastError()));
    }
}

package isthmus.platform.windows;

import com.sun.jna.Memory;
import isthmus.core.south.HostException;

/** The job object of a stub's process: it ends with the kernel, cannot start others, and has no part in the desktop. */
final class Job {
    /** JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h, and what is set in it. */
    private static final int BYTES = 144, LIMIT_FLAGS = 16, ACTIVE_PROCESSES = 40;

    private static final int EXTENDED_LIMITS = 9, UI_RESTRICTIONS = 4;
    /** JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, DIE_ON_UNHANDLED_EXCEPTION, ACTIVE_PROCESS. */
    private static final int LIMITS = 0x2000 | 0x400 | 0x8;

    private static final int ALL_UI = 0xff;

    private final long handle;
    /** Whether its processes can do nothing to the desktop. */
    final boolean limitsDesktop;

    private Job(boolean limitDesktop) {
        handle = Kernel32.CreateJobObjectW(0, 0);
        if (handle == 0) {
            throw Kernel32.failure("make a job object");
        }
        boolean done = false;
        try (Memory limits = new Memory(BYTES);
                Memory restrictions = new Memory(4)) {
            limits.clear();
            limits.setInt(LIMIT_FLAGS, LIMITS);
            limits.setInt(ACTIVE_PROCESSES, 1);
            restrictions.setInt(0, ALL_UI);
            if (Kernel32.SetInformationJobObject(handle, EXTENDED_LIMITS, limits, BYTES) == 0) {
                throw Kernel32.failure("limit a job object");
            }
            limitsDesktop =
                    limitDesktop && Kernel32.SetInformationJobObject(handle, UI_RESTRICTIONS, restrictions, 4) != 0;
            done = true;
        } finally {
            if (!done) {
                Nt.NtClose(handle);
            }
        }
    }

    /**
     * A job with a process in it. Where Isthmus itself is in a job the new one lies inside of that, and Windows allows no
     * limits of the desktop there ("Nested Jobs" in Microsoft's documentation): then it has none.
     */
    static Job of(long process) {
        return of(process, true);
    }

    static Job of(long process, boolean limitDesktop) {
        Job job = new Job(limitDesktop);
        if (Kernel32.AssignProcessToJobObject(job.handle, process) != 0) {
            return job;
        }
        HostException refusal = Kernel32.failure("put a guest process into its job");
        job.close();
        if (!job.limitsDesktop) {
            throw refusal;
        }
        return of(process, false);
    }

    /** Ends what is in it. */
    void close() {
        Nt.NtClose(handle);
    }
}

package isthmus.platform.windows;

import com.sun.jna.Native;
import isthmus.core.south.HostException;

/**
 * Windows does not give a confinement, or a stub does not start in it; it may in a weaker one. What has to do with how much the host has
 * left, or with who else uses a file, is none: that is over some time later.
 */
final class RefusedStart extends HostException {
    private static final long serialVersionUID = 1L;

    /** As far apart, in milliseconds, are the tries to do what Windows has refused for a reason that passes. */
    private static final int[] PAUSES = {100, 200, 400, 800};

    RefusedStart(String message) {
        super(message);
    }

    /** Something that Windows may refuse. */
    interface Attempt {
        /** The error number of winerror.h; 0 if it is done. */
        int error();
    }

    /** What waits so many milliseconds. */
    interface Pause {
        void sleep(int millis);
    }

    /** What a call that has just failed is reported as. */
    static HostException failure(String what) {
        return of(what, Native.getLastError());
    }

    private static HostException of(String what, int error) {
        String words = words(what, error);
        return passes(error)
                ? new HostException(words + " The host has no memory to spare, or another program uses the file.")
                : new RefusedStart(words);
    }

    /** A sentence about a call that Windows has refused, with an error of winerror.h. */
    static String words(String what, int error) {
        return "Windows refused to " + what + " (error " + error + ").";
    }

    /** A stub has ended before it was ready, with such a status. */
    static HostException ended(int status) {
        String words = "A guest process ended while it started (status " + Integer.toHexString(status)
                + "); see isthmus doctor.";
        return statusPasses(status) ? new HostException(words) : new RefusedStart(words);
    }

    /** Does something, and tries again a few times where what is in the way passes; throws what it is reported as. */
    static void overcome(String what, Attempt attempt, Pause pause) {
        int error = attempt.error();
        for (int i = 0; passes(error) && i < PAUSES.length; i++) {
            pause.sleep(PAUSES[i]);
            error = attempt.error();
        }
        if (error != 0) {
            throw of(what, error);
        }
    }

    /**
     * ERROR_NOT_ENOUGH_MEMORY, OUTOFMEMORY, SHARING_VIOLATION, LOCK_VIOLATION, NO_SYSTEM_RESOURCES, WORKING_SET_QUOTA,
     * PAGEFILE_QUOTA, COMMITMENT_LIMIT, NOT_ENOUGH_QUOTA of winerror.h.
     */
    static boolean passes(int error) {
        return switch (error) {
            case 8, 14, 32, 33, 1450, 1453, 1454, 1455, 1816 -> true;
            default -> false;
        };
    }

    /** STATUS_NO_MEMORY, SHARING_VIOLATION, QUOTA_EXCEEDED, INSUFFICIENT_RESOURCES, PAGEFILE_QUOTA, COMMITMENT_LIMIT of ntstatus.h. */
    private static boolean statusPasses(int status) {
        return switch (status) {
            case 0xc0000017, 0xc0000043, 0xc0000044, 0xc000009a, 0xc0000007, 0xc000012d -> true;
            default -> false;
        };
    }
}

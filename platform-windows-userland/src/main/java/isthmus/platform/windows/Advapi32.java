package isthmus.platform.windows;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Calls of advapi32 that are used. Handles are numbers; a result of 0 means that it did not work. */
final class Advapi32 {
    static final int TOKEN_ALL_ACCESS = 0xf01ff, TOKEN_QUERY = 8;
    static final int DISABLE_MAX_PRIVILEGE = 1;
    static final int TOKEN_INTEGRITY_LEVEL = 25;

    static {
        Native.register(Advapi32.class, "advapi32");
    }

    private Advapi32() {}

    static native int OpenProcessToken(long process, int access, long[] token);

    static native int CreateRestrictedToken(
            long token,
            int flags,
            int disabled,
            Pointer disabledIds,
            int privileges,
            Pointer privilegeIds,
            int restricting,
            Pointer restrictingIds,
            long[] result);

    static native int SetTokenInformation(long token, int what, Pointer information, int bytes);

    static native int GetTokenInformation(long token, int what, Pointer information, int bytes, int[] length);

    static native int CreateProcessAsUserW(
            long token,
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
}

package isthmus.linux.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.calls.SystemCallTable;
import isthmus.linux.calls.Topics;
import org.junit.jupiter.api.Test;

class ArgumentTextTest {
    private static final SystemCallTable TABLE = new SystemCallTable(Topics.ALL);

    /** What the last argument of a call looks like, or the one of that index. */
    private static String flags(int number, int index, long value) {
        SystemCall call = TABLE.get(number);
        return ArgumentText.number(call.arguments().get(index), value);
    }

    /** What strace prints of the same calls; the names are those of each call's manual page. */
    @Test
    void theSameBitOfTheAtCallsHasTheNameOfTheCall() {
        assertEquals("AT_EACCESS", flags(439, 3, 0x200));
        assertEquals("AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH|AT_EACCESS", flags(439, 3, 0x1300));
        assertEquals("AT_REMOVEDIR", flags(263, 2, 0x200));
        assertEquals("AT_HANDLE_FID", flags(303, 4, 0x200));
        assertEquals("AT_SYMLINK_FOLLOW|AT_EMPTY_PATH", flags(265, 4, 0x1400));
        assertEquals("AT_SYMLINK_NOFOLLOW|0x200", flags(262, 3, 0x300));
        assertEquals("AT_SYMLINK_NOFOLLOW", flags(280, 3, 0x100));
        assertEquals("AT_EMPTY_PATH", flags(260, 4, 0x1000));
        assertEquals("AT_SYMLINK_NOFOLLOW", flags(452, 3, 0x100));
        assertEquals("AT_EMPTY_PATH|AT_EXECVE_CHECK", flags(322, 4, 0x11000));
        assertEquals("AT_STATX_SYNC_AS_STAT", flags(332, 2, 0));
        assertEquals("AT_STATX_SYNC_AS_STAT|AT_SYMLINK_NOFOLLOW|AT_NO_AUTOMOUNT", flags(332, 2, 0x900));
        assertEquals("AT_STATX_DONT_SYNC|AT_EMPTY_PATH", flags(332, 2, 0x5000));
        assertEquals("0", ArgumentText.number(ArgType.AT_FLAGS, 0));
    }

    @Test
    void whatProgramsOnlyAskForIsNotCalledMissing() {
        SystemCall rseq = TABLE.get(334);
        assertEquals(true, CallText.isUnneeded(rseq));
        assertEquals(false, CallText.isMissing(rseq, -38));
        assertEquals(true, CallText.isMissing(TABLE.get(250), -38));
        assertEquals(true, CallText.isMissing(null, -38));
    }
}

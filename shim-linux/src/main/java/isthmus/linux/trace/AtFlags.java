package isthmus.linux.trace;

import isthmus.linux.calls.ArgType;
import isthmus.linux.trace.Names.Flag;

/** Flags of the calls that find a file from a directory on: the same bit means different things to different calls (fcntl.h). */
final class AtFlags {
    private static final String FILE =
            "AT_SYMLINK_NOFOLLOW 0x100 AT_SYMLINK_FOLLOW 0x400 AT_NO_AUTOMOUNT 0x800 AT_EMPTY_PATH 0x1000";
    /** chown(2), chmod(2), stat(2), link(2), utimensat(2). */
    private static final Flag[] USUAL = Names.table(FILE);
    /** access(2). */
    private static final Flag[] ACCESS = Names.table(FILE + " AT_EACCESS 0x200");
    /** unlink(2). */
    private static final Flag[] UNLINK = Names.table(FILE + " AT_REMOVEDIR 0x200");
    /** open_by_handle_at(2). */
    private static final Flag[] HANDLE =
            Names.table(FILE + " AT_HANDLE_FID 0x200 AT_HANDLE_MNT_ID_UNIQUE 1 AT_HANDLE_CONNECTABLE 2");
    /** execveat(2). */
    private static final Flag[] EXEC = Names.table(FILE + " AT_EXECVE_CHECK 0x10000");
    /** statx(2): one of these, and flags. */
    private static final Flag[] SYNC =
            Names.table("AT_STATX_SYNC_AS_STAT 0 AT_STATX_FORCE_SYNC 0x2000 AT_STATX_DONT_SYNC 0x4000");

    private static final long SYNC_MASK = 0x6000;

    private AtFlags() {}

    static String text(ArgType type, long flags) {
        return switch (type) {
            case ACCESS_FLAGS -> Names.flags(flags, "0", ACCESS);
            case UNLINK_FLAGS -> Names.flags(flags, "0", UNLINK);
            case HANDLE_FLAGS -> Names.flags(flags, "0", HANDLE);
            case EXEC_FLAGS -> Names.flags(flags, "0", EXEC);
            case STATX_FLAGS -> statx(flags);
            default -> Names.flags(flags, "0", USUAL);
        };
    }

    private static String statx(long flags) {
        long rest = flags & ~SYNC_MASK;
        return Names.value(flags & SYNC_MASK, SYNC) + (rest == 0 ? "" : "|" + Names.flags(rest, "", USUAL));
    }
}

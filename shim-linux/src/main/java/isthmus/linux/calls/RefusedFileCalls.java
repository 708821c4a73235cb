package isthmus.linux.calls;

import isthmus.core.Errno;
import java.util.List;

/** Calls about files that Linux knows and this system does not have. */
public final class RefusedFileCalls {
    private static final String NO_RINGS = "asynchronous input and output is not there";
    private static final String NO_MOUNT_API = "the mount calls of Linux 5.2 are not there";

    public static final List<SystemCall> ROWS = List.of(
            SystemCall.refused(134, "uselib", Errno.ENOSYS, "as on Linux for x86-64", ArgType.PATH),
            SystemCall.refused(136, "ustat", Errno.ENOSYS, "obsolete", ArgType.HEX, ArgType.ADDRESS),
            SystemCall.refused(139, "sysfs", Errno.ENOSYS, "obsolete", ArgType.INT, ArgType.LONG, ArgType.LONG),
            SystemCall.refused(
                    179,
                    "quotactl",
                    Errno.ENOSYS,
                    "no quotas",
                    ArgType.HEX,
                    ArgType.PATH,
                    ArgType.INT,
                    ArgType.ADDRESS),
            SystemCall.refused(
                    443,
                    "quotactl_fd",
                    Errno.ENOSYS,
                    "no quotas",
                    ArgType.FD,
                    ArgType.HEX,
                    ArgType.INT,
                    ArgType.ADDRESS),
            SystemCall.refused(206, "io_setup", Errno.ENOSYS, NO_RINGS, ArgType.UNSIGNED, ArgType.ADDRESS),
            SystemCall.refused(207, "io_destroy", Errno.ENOSYS, NO_RINGS, ArgType.HEX),
            SystemCall.refused(
                    208,
                    "io_getevents",
                    Errno.ENOSYS,
                    NO_RINGS,
                    ArgType.HEX,
                    ArgType.LONG,
                    ArgType.LONG,
                    ArgType.ADDRESS),
            SystemCall.refused(209, "io_submit", Errno.ENOSYS, NO_RINGS, ArgType.HEX, ArgType.LONG, ArgType.ADDRESS),
            SystemCall.refused(210, "io_cancel", Errno.ENOSYS, NO_RINGS, ArgType.HEX, ArgType.ADDRESS, ArgType.ADDRESS),
            SystemCall.refused(
                    333,
                    "io_pgetevents",
                    Errno.ENOSYS,
                    NO_RINGS,
                    ArgType.HEX,
                    ArgType.LONG,
                    ArgType.LONG,
                    ArgType.ADDRESS),
            SystemCall.refused(425, "io_uring_setup", Errno.ENOSYS, NO_RINGS, ArgType.UNSIGNED, ArgType.ADDRESS),
            SystemCall.refused(426, "io_uring_enter", Errno.ENOSYS, NO_RINGS, ArgType.FD, ArgType.UNSIGNED),
            SystemCall.refused(427, "io_uring_register", Errno.ENOSYS, NO_RINGS, ArgType.FD, ArgType.UNSIGNED),
            SystemCall.refused(
                    212, "lookup_dcookie", Errno.ENOSYS, "obsolete", ArgType.LONG, ArgType.ADDRESS, ArgType.SIZE),
            SystemCall.refused(300, "fanotify_init", Errno.ENOSYS, "inotify is there", ArgType.HEX, ArgType.HEX),
            SystemCall.refused(301, "fanotify_mark", Errno.ENOSYS, "inotify is there", ArgType.FD, ArgType.HEX),
            SystemCall.refused(
                    303,
                    "name_to_handle_at",
                    Errno.EOPNOTSUPP,
                    "no file system here has handles",
                    ArgType.AT_FD,
                    ArgType.PATH,
                    ArgType.ADDRESS,
                    ArgType.ADDRESS,
                    ArgType.HANDLE_FLAGS),
            SystemCall.refused(
                    304,
                    "open_by_handle_at",
                    Errno.EPERM,
                    "there are no handles",
                    ArgType.FD,
                    ArgType.ADDRESS,
                    ArgType.HEX),
            SystemCall.refused(323, "userfaultfd", Errno.ENOSYS, "faults are the kernel's", ArgType.HEX),
            SystemCall.refused(428, "open_tree", Errno.ENOSYS, NO_MOUNT_API, ArgType.AT_FD, ArgType.PATH, ArgType.HEX),
            SystemCall.refused(429, "move_mount", Errno.ENOSYS, NO_MOUNT_API, ArgType.AT_FD, ArgType.PATH),
            SystemCall.refused(430, "fsopen", Errno.ENOSYS, NO_MOUNT_API, ArgType.STRING, ArgType.HEX),
            SystemCall.refused(431, "fsconfig", Errno.ENOSYS, NO_MOUNT_API, ArgType.FD, ArgType.INT),
            SystemCall.refused(432, "fsmount", Errno.ENOSYS, NO_MOUNT_API, ArgType.FD, ArgType.HEX),
            SystemCall.refused(433, "fspick", Errno.ENOSYS, NO_MOUNT_API, ArgType.AT_FD, ArgType.PATH),
            SystemCall.refused(442, "mount_setattr", Errno.ENOSYS, NO_MOUNT_API, ArgType.AT_FD, ArgType.PATH),
            SystemCall.refused(451, "cachestat", Errno.ENOSYS, "newer than Linux 6.1", ArgType.FD),
            SystemCall.refused(457, "statmount", Errno.ENOSYS, "newer than Linux 6.1", ArgType.ADDRESS),
            SystemCall.refused(458, "listmount", Errno.ENOSYS, "newer than Linux 6.1", ArgType.ADDRESS));

    private RefusedFileCalls() {}
}

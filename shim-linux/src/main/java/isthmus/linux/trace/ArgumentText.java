package isthmus.linux.trace;

import static isthmus.linux.trace.Names.table;

import isthmus.linux.calls.ArgType;
import isthmus.linux.calls.SystemCall;
import isthmus.linux.trace.Names.Flag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One argument of a call as strace shows it. */
final class ArgumentText {
    private static final Flag[] OPEN = table(
            "O_TMPFILE 020200000 O_SYNC 04010000 O_CREAT 0100 O_EXCL 0200 O_NOCTTY 0400 O_TRUNC 01000 O_APPEND 02000 O_NONBLOCK 04000"
                    + " O_DSYNC 010000 O_ASYNC 020000 O_DIRECT 040000 O_LARGEFILE 0100000 O_DIRECTORY 0200000 O_NOFOLLOW 0400000"
                    + " O_NOATIME 01000000 O_CLOEXEC 02000000 O_PATH 010000000");
    private static final Flag[] PROTECTION = table("PROT_READ 1 PROT_WRITE 2 PROT_EXEC 4 PROT_GROWSDOWN 0x1000000");
    private static final Flag[] MAP = table(
            "MAP_SHARED_VALIDATE 3 MAP_SHARED 1 MAP_PRIVATE 2 MAP_FIXED 0x10 MAP_ANONYMOUS 0x20 MAP_32BIT 0x40 MAP_GROWSDOWN 0x100"
                    + " MAP_DENYWRITE 0x800 MAP_LOCKED 0x2000 MAP_NORESERVE 0x4000 MAP_POPULATE 0x8000 MAP_NONBLOCK 0x10000"
                    + " MAP_STACK 0x20000 MAP_HUGETLB 0x40000 MAP_FIXED_NOREPLACE 0x100000");
    private static final Flag[] MREMAP = table("MREMAP_MAYMOVE 1 MREMAP_FIXED 2 MREMAP_DONTUNMAP 4");
    private static final Flag[] CLONE = table(
            "CLONE_VM 0x100 CLONE_FS 0x200 CLONE_FILES 0x400 CLONE_SIGHAND 0x800 CLONE_PIDFD 0x1000 CLONE_VFORK 0x4000"
                    + " CLONE_PARENT 0x8000 CLONE_THREAD 0x10000 CLONE_SYSVSEM 0x40000 CLONE_SETTLS 0x80000"
                    + " CLONE_PARENT_SETTID 0x100000 CLONE_CHILD_CLEARTID 0x200000 CLONE_CHILD_SETTID 0x1000000");
    private static final Flag[] ACCESS = table("R_OK 4 W_OK 2 X_OK 1");
    private static final Flag[] WAIT = table(
            "WNOHANG 1 WSTOPPED 2 WEXITED 4 WCONTINUED 8 WNOWAIT 0x1000000 __WALL 0x40000000 __WCLONE 0x80000000");
    private static final Flag[] WHENCE = table("SEEK_SET 0 SEEK_CUR 1 SEEK_END 2 SEEK_DATA 3 SEEK_HOLE 4");
    private static final Flag[] HOW = table("SIG_BLOCK 0 SIG_UNBLOCK 1 SIG_SETMASK 2");
    private static final Flag[] ADVICE = table(
            "MADV_NORMAL 0 MADV_RANDOM 1 MADV_SEQUENTIAL 2 MADV_WILLNEED 3 MADV_DONTNEED 4 MADV_FREE 8 MADV_REMOVE 9"
                    + " MADV_DONTFORK 10 MADV_DOFORK 11 MADV_HUGEPAGE 14 MADV_NOHUGEPAGE 15 MADV_WIPEONFORK 18");
    private static final Flag[] FILE_ADVICE = table("POSIX_FADV_NORMAL 0 POSIX_FADV_RANDOM 1 POSIX_FADV_SEQUENTIAL 2"
            + " POSIX_FADV_WILLNEED 3 POSIX_FADV_DONTNEED 4 POSIX_FADV_NOREUSE 5");
    private static final Flag[] CLOCK = table(
            "CLOCK_REALTIME 0 CLOCK_MONOTONIC 1 CLOCK_PROCESS_CPUTIME_ID 2 CLOCK_THREAD_CPUTIME_ID 3 CLOCK_MONOTONIC_RAW 4"
                    + " CLOCK_REALTIME_COARSE 5 CLOCK_MONOTONIC_COARSE 6 CLOCK_BOOTTIME 7");
    private static final Flag[] FUTEX = table(
            "FUTEX_WAIT 0 FUTEX_WAKE 1 FUTEX_REQUEUE 3 FUTEX_CMP_REQUEUE 4 FUTEX_WAKE_OP 5 FUTEX_LOCK_PI 6 FUTEX_UNLOCK_PI 7"
                    + " FUTEX_TRYLOCK_PI 8 FUTEX_WAIT_BITSET 9 FUTEX_WAKE_BITSET 10");
    private static final Flag[] FCNTL = table(
            "F_DUPFD 0 F_GETFD 1 F_SETFD 2 F_GETFL 3 F_SETFL 4 F_GETLK 5 F_SETLK 6 F_SETLKW 7 F_SETOWN 8 F_GETOWN 9"
                    + " F_OFD_GETLK 36 F_OFD_SETLK 37 F_OFD_SETLKW 38 F_DUPFD_CLOEXEC 1030 F_SETPIPE_SZ 1031 F_GETPIPE_SZ 1032"
                    + " F_ADD_SEALS 1033 F_GET_SEALS 1034");
    private static final Flag[] IOCTL = table(
            "TCGETS 0x5401 TCSETS 0x5402 TCSETSW 0x5403 TCSETSF 0x5404 TIOCSCTTY 0x540e TIOCGPGRP 0x540f TIOCSPGRP 0x5410"
                    + " TIOCGWINSZ 0x5413 TIOCSWINSZ 0x5414 FIONREAD 0x541b FIONBIO 0x5421 TIOCNOTTY 0x5422 FIONCLEX 0x5450 FIOCLEX 0x5451"
                    + " TIOCGPTN 0x80045430 TIOCSPTLCK 0x40045431");
    private static final Flag[] FAMILY = table("AF_UNSPEC 0 AF_UNIX 1 AF_INET 2 AF_INET6 10 AF_NETLINK 16");
    private static final Flag[] SOCKET = table("SOCK_STREAM 1 SOCK_DGRAM 2 SOCK_RAW 3 SOCK_SEQPACKET 5");
    private static final Flag[] EPOLL = table("EPOLL_CTL_ADD 1 EPOLL_CTL_DEL 2 EPOLL_CTL_MOD 3");
    private static final Flag[] ARCH =
            table("ARCH_SET_GS 0x1001 ARCH_SET_FS 0x1002 ARCH_GET_FS 0x1003 ARCH_GET_GS 0x1004");
    private static final Flag[] RESOURCE = table(
            "RLIMIT_CPU 0 RLIMIT_FSIZE 1 RLIMIT_DATA 2 RLIMIT_STACK 3 RLIMIT_CORE 4 RLIMIT_RSS 5 RLIMIT_NPROC 6 RLIMIT_NOFILE 7"
                    + " RLIMIT_MEMLOCK 8 RLIMIT_AS 9 RLIMIT_LOCKS 10 RLIMIT_SIGPENDING 11 RLIMIT_MSGQUEUE 12 RLIMIT_NICE 13");
    private static final Flag[] RENAME = table("RENAME_NOREPLACE 1 RENAME_EXCHANGE 2 RENAME_WHITEOUT 4");
    private static final Flag[] RANDOM = table("GRND_NONBLOCK 1 GRND_RANDOM 2");
    private static final int AT_FDCWD = -100;

    private ArgumentText() {}

    /** @param exit the end of the call, with what the kernel wrote; null if it is not there yet */
    static String of(SystemCall call, int index, TraceEvent entry, TraceEvent exit) {
        ArgType type = call.arguments().get(index);
        long value = entry.arguments()[index];
        TraceEvent source = Capture.isOutput(type) ? exit : entry;
        byte[] memory = source == null || source.memory() == null || source.memory().length <= index
                ? null
                : source.memory()[index];
        return memory == null ? number(type, value) : memory(type, memory);
    }

    /** What is shown of the register alone. */
    static String number(ArgType type, long value) {
        int low = (int) value;
        return switch (type) {
            case INT, FD, PID, WAIT_STATUS -> type == ArgType.WAIT_STATUS ? Names.pointer(value) : String.valueOf(low);
            case AT_FD -> low == AT_FDCWD ? "AT_FDCWD" : String.valueOf(low);
            case UNSIGNED, UID, GID -> Integer.toUnsignedString(low);
            case LONG, OFFSET -> String.valueOf(value);
            case SIZE -> Long.toUnsignedString(value);
            case HEX -> Names.hex(value);
            case OPEN_FLAGS -> open(value);
            case MODE -> "0" + Integer.toOctalString(low);
            case ACCESS_MODE -> Names.flags(value, "F_OK", ACCESS);
            case AT_FLAGS, ACCESS_FLAGS, UNLINK_FLAGS, STATX_FLAGS, HANDLE_FLAGS, EXEC_FLAGS ->
                AtFlags.text(type, value & 0xffffffffL);
            case PROTECTION -> Names.flags(value, "PROT_NONE", PROTECTION);
            case MAP_FLAGS -> Names.flags(value & 0xffffffffL, "0", MAP);
            case MREMAP_FLAGS -> Names.flags(value, "0", MREMAP);
            case ADVICE -> Names.value(low, ADVICE);
            case FILE_ADVICE -> Names.value(low, FILE_ADVICE);
            case SIGNAL -> Names.signal(low);
            case HOW_MASK -> Names.value(low, HOW);
            case CLONE_FLAGS -> cloneFlags(value);
            case WAIT_OPTIONS -> Names.flags(value & 0xffffffffL, "0", WAIT);
            case WHENCE -> Names.value(low, WHENCE);
            case FUTEX_OP -> futex(low);
            case CLOCK_ID -> Names.value(low, CLOCK);
            case IOCTL_REQUEST -> Names.value(value & 0xffffffffL, IOCTL);
            case FCNTL_COMMAND -> Names.value(low, FCNTL);
            case EPOLL_OP -> Names.value(low, EPOLL);
            case ARCH_PRCTL_CODE -> Names.value(low, ARCH);
            case RLIMIT_RESOURCE -> Names.value(low, RESOURCE);
            case SOCKET_FAMILY -> Names.value(low, FAMILY);
            case SOCKET_TYPE ->
                Names.value(low & 0xf, SOCKET)
                        + ((low & 02000000) != 0 ? "|SOCK_CLOEXEC" : "")
                        + ((low & 04000) != 0 ? "|SOCK_NONBLOCK" : "");
            case RENAME_FLAGS -> Names.flags(value, "0", RENAME);
            case GETRANDOM_FLAGS -> Names.flags(value, "0", RANDOM);
            default -> {
                String other = IpcArgumentText.number(type, value);
                yield other == null ? Names.pointer(value) : other;
            }
        };
    }

    private static String open(long value) {
        String access = switch ((int) value & 3) {
            case 0 -> "O_RDONLY";
            case 1 -> "O_WRONLY";
            case 2 -> "O_RDWR";
            default -> "O_ACCMODE";
        };
        long rest = value & 0xfffffffcL;
        return rest == 0 ? access : access + "|" + Names.flags(rest, "", OPEN);
    }

    private static String cloneFlags(long value) {
        long signal = value & 0xff;
        String flags = Names.flags(value & ~0xffL, "", CLONE);
        if (signal == 0) {
            return flags.isEmpty() ? "0" : flags;
        }
        return flags.isEmpty() ? Names.signal(signal) : flags + "|" + Names.signal(signal);
    }

    private static String futex(int value) {
        return Names.value(value & 0x7f, FUTEX)
                + ((value & 0x80) != 0 ? "_PRIVATE" : "")
                + ((value & 0x100) != 0 ? "|FUTEX_CLOCK_REALTIME" : "");
    }

    /** What is shown of what it points to. */
    static String memory(ArgType type, byte[] memory) {
        ByteBuffer b = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
        return switch (type) {
            case PATH, STRING -> quoted(memory, memory.length) + (memory.length >= 4096 ? "..." : "");
            case BUFFER_IN, BUFFER_OUT -> buffer(memory);
            case STRING_VECTOR -> vector(memory);
            case TIMESPEC_IN, TIMESPEC_OUT -> "{tv_sec=" + b.getLong(0) + ", tv_nsec=" + b.getLong(8) + "}";
            case TIMEVAL_IN, TIMEVAL_OUT -> "{tv_sec=" + b.getLong(0) + ", tv_usec=" + b.getLong(8) + "}";
            case RLIMIT_IN, RLIMIT_OUT ->
                "{rlim_cur=" + limit(b.getLong(0)) + ", rlim_max=" + limit(b.getLong(8)) + "}";
            case STAT_OUT ->
                "{st_mode=0" + Integer.toOctalString(b.getInt(24)) + ", st_size=" + b.getLong(48) + ", ...}";
            case PIPE_FDS -> "[" + b.getInt(0) + ", " + b.getInt(4) + "]";
            case WAIT_STATUS -> waitStatus(b.getInt(0));
            case SIGNAL_SET, SIGNAL_SET_OUT -> signals(b.getLong(0));
            case SIGNAL_ACTION, SIGNAL_ACTION_OUT ->
                "{sa_handler=" + handler(b.getLong(0)) + ", sa_mask=" + signals(b.getLong(24)) + ", sa_flags="
                        + Names.hex(b.getLong(8)) + "}";
            default -> {
                String other = IpcArgumentText.memory(type, memory);
                yield other == null ? "..." : other;
            }
        };
    }

    /** As much of it as is shown. */
    static String buffer(byte[] memory) {
        return quoted(memory, Math.min(memory.length, Capture.BUFFER)) + (memory.length > Capture.BUFFER ? "..." : "");
    }

    private static String limit(long value) {
        return value == -1 ? "RLIM64_INFINITY" : Long.toUnsignedString(value);
    }

    private static String handler(long value) {
        return value == 0 ? "SIG_DFL" : value == 1 ? "SIG_IGN" : Names.hex(value);
    }

    private static String waitStatus(int status) {
        int signal = status & 0x7f;
        if (signal == 0) {
            return "[{WIFEXITED(s) && WEXITSTATUS(s) == " + (status >> 8 & 0xff) + "}]";
        }
        return signal == 0x7f
                ? "[{WIFSTOPPED(s) && WSTOPSIG(s) == " + Names.signal(status >> 8 & 0xff) + "}]"
                : "[{WIFSIGNALED(s) && WTERMSIG(s) == " + Names.signal(signal) + "}]";
    }

    private static String signals(long mask) {
        if (Long.bitCount(mask) > 32) {
            return "~" + signals(~mask);
        }
        StringBuilder text = new StringBuilder("[");
        for (int signal = 1; signal <= 64; signal++) {
            if ((mask & 1L << signal - 1) != 0) {
                String name = Names.signal(signal);
                text.append(text.length() == 1 ? "" : " ").append(name.startsWith("SIG") ? name.substring(3) : name);
            }
        }
        return text.append(']').toString();
    }

    private static String vector(byte[] memory) {
        StringBuilder text = new StringBuilder("[");
        for (String word : new String(memory, StandardCharsets.ISO_8859_1).split("\0")) {
            byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
            text.append(text.length() == 1 ? "" : ", ").append(quoted(bytes, bytes.length));
        }
        return text.append(']').toString();
    }

    private static String quoted(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < length; i++) {
            int b = bytes[i] & 0xff;
            switch (b) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        boolean digitNext = i + 1 < length && bytes[i + 1] >= '0' && bytes[i + 1] <= '9';
                        text.append('\\');
                        if (digitNext) { // so that it is not read as part of the number
                            text.append((char) ('0' + (b >> 6)))
                                    .append((char) ('0' + (b >> 3 & 7)))
                                    .append((char) ('0' + (b & 7)));
                        } else {
                            text.append(Integer.toOctalString(b));
                        }
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}

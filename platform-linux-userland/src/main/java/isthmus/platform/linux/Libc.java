package isthmus.platform.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** The few functions of the host's C library that the platform needs; addresses are plain numbers. Section 2 and 3 of the manual. */
final class Libc {
    static final int SYS_TGKILL = 234, SYS_PIDFD_OPEN = 434, SYS_MEMFD_CREATE = 319;
    static final int PROT_READ_WRITE = 3, MAP_SHARED = 1, MAP_NORESERVE = 0x4000;
    static final int FALLOC_PUNCH = 3; // PUNCH_HOLE | KEEP_SIZE

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native long syscall(long number, long a, long b, long c, long d, long e, long f) throws LastErrorException;

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset)
            throws LastErrorException;

    static native int munmap(long address, long length) throws LastErrorException;

    static native int mincore(long address, long length, byte[] vector) throws LastErrorException;

    static native long lseek(int fd, long offset, int whence) throws LastErrorException;

    static native int ftruncate(int fd, long length) throws LastErrorException;

    static native int fallocate(int fd, int mode, long offset, long length) throws LastErrorException;

    static native int statx(int directory, byte[] path, int flags, int mask, byte[] statx) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native long read(int fd, byte[] buffer, long count) throws LastErrorException;

    static native int open(byte[] path, int flags) throws LastErrorException;

    static native long pread(int fd, byte[] buffer, long count, long offset) throws LastErrorException;

    static native long write(int fd, byte[] buffer, long count) throws LastErrorException;

    static native int socketpair(int domain, int type, int protocol, int[] fds) throws LastErrorException;

    static native int kill(int pid, int signal) throws LastErrorException;

    static native int waitpid(int pid, int[] status, int options) throws LastErrorException;

    static native int poll(int[] fds, long count, int timeout) throws LastErrorException;

    static native int posix_spawn(int[] pid, byte[] path, long actions, long attributes, long argv, long envp);

    static native int posix_spawn_file_actions_init(long actions);

    static native int posix_spawn_file_actions_adddup2(long actions, int from, int to);

    static native int posix_spawn_file_actions_addclose(long actions, int fd);

    static native int posix_spawn_file_actions_destroy(long actions);
}

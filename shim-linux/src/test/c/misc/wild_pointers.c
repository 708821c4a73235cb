// EFAULT for a wild pointer in every call that takes one, and nothing else happens.
#include "../test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

#define WILD 16L
#define HIGH 0x800000000000L

int main(void) {
    int p[2], s[2], fd = MUST(open("file", O_RDWR | O_CREAT, 0600)), e = MUST(epoll_create1(0));
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, s));
    MUST(write(fd, "text", 4));
    MUST(write(p[1], "text", 4));
    struct iovec v = {(void *)WILD, 4};
    struct msghdr m = {.msg_iov = (void *)WILD, .msg_iovlen = 1};
    struct timespec brief = {0, 1};
    ERR(EFAULT, syscall(SYS_read, p[0], WILD, 4));
    ERR(EFAULT, syscall(SYS_read, p[0], HIGH, 4));
    ERR(EFAULT, syscall(SYS_write, fd, WILD, 4));
    ERR(EFAULT, syscall(SYS_pread64, fd, WILD, 4, 0));
    ERR(EFAULT, syscall(SYS_readv, p[0], WILD, 1));
    ERR(EFAULT, syscall(SYS_readv, p[0], &v, 1));
    ERR(EFAULT, syscall(SYS_openat, AT_FDCWD, WILD, O_RDONLY));
    ERR(EFAULT, syscall(SYS_openat, AT_FDCWD, HIGH, O_RDONLY));
    ERR(EFAULT, syscall(SYS_newfstatat, AT_FDCWD, WILD, &v, 0));
    ERR(EFAULT, syscall(SYS_fstat, fd, WILD));
    ERR(EFAULT, syscall(SYS_readlink, "/proc/self/exe", WILD, 10));
    ERR(EFAULT, syscall(SYS_getcwd, WILD, 4096));
    ERR(EFAULT, syscall(SYS_chdir, WILD));
    ERR(EFAULT, syscall(SYS_mkdir, WILD, 0700));
    ERR(EFAULT, syscall(SYS_unlink, HIGH));
    ERR(EFAULT, syscall(SYS_rename, "file", WILD));
    ERR(EFAULT, syscall(SYS_symlink, WILD, "x"));
    ERR(EFAULT, syscall(SYS_statfs, "/", WILD));
    ERR(EFAULT, syscall(SYS_utimensat, AT_FDCWD, "file", WILD, 0));
    ERR(EFAULT, syscall(SYS_getdents64, MUST(open(".", O_RDONLY)), WILD, 1000));
    ERR(EFAULT, syscall(SYS_pipe2, WILD, 0));
    ERR(EFAULT, syscall(SYS_poll, WILD, 1, 0));
    ERR(EFAULT, syscall(SYS_ppoll, NULL, 0, WILD, NULL, 8));
    ERR(EFAULT, syscall(SYS_select, 1, WILD, NULL, NULL, NULL));
    ERR(EFAULT, syscall(SYS_epoll_ctl, e, EPOLL_CTL_ADD, p[0], WILD));
    ERR(EFAULT, syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, WILD));
    ERR(EFAULT, syscall(SYS_bind, s[0], WILD, 100));
    ERR(EFAULT, syscall(SYS_connect, s[0], WILD, 100));
    ERR(EFAULT, syscall(SYS_getsockname, s[0], WILD, WILD));
    ERR(EFAULT, syscall(SYS_getsockopt, s[0], SOL_SOCKET, SO_TYPE, WILD, WILD));
    ERR(EFAULT, syscall(SYS_sendto, s[0], WILD, 4, 0, NULL, 0));
    ERR(EFAULT, syscall(SYS_sendmsg, s[0], WILD, 0));
    ERR(EFAULT, syscall(SYS_sendmsg, s[0], &m, 0));
    ERR(EFAULT, syscall(SYS_clock_gettime, CLOCK_REALTIME, WILD));
    ERR(EFAULT, syscall(SYS_gettimeofday, WILD, NULL));
    ERR(EFAULT, syscall(SYS_nanosleep, WILD, NULL));
    ERR(EFAULT, syscall(SYS_setitimer, ITIMER_REAL, WILD, NULL));
    ERR(EFAULT, syscall(SYS_timer_create, CLOCK_REALTIME, WILD, WILD));
    ERR(EFAULT, syscall(SYS_rt_sigaction, SIGUSR1, WILD, NULL, 8));
    ERR(EFAULT, syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, WILD, 8));
    ERR(EFAULT, syscall(SYS_rt_sigpending, WILD, 8));
    ERR(EFAULT, syscall(SYS_rt_sigtimedwait, WILD, NULL, &brief, 8));
    ERR(EFAULT, syscall(SYS_sigaltstack, WILD, NULL));
    ERR(EFAULT, syscall(SYS_futex, WILD, 0, 0, NULL, NULL, 0));
    ERR(EFAULT, syscall(SYS_getrlimit, RLIMIT_NOFILE, WILD));
    ERR(EFAULT, syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, WILD, NULL));
    ERR(EFAULT, syscall(SYS_getrusage, RUSAGE_SELF, WILD));
    ERR(EFAULT, syscall(SYS_times, WILD));
    ERR(EFAULT, syscall(SYS_sysinfo, WILD));
    ERR(EFAULT, syscall(SYS_uname, WILD));
    ERR(EFAULT, syscall(SYS_getresuid, WILD, WILD, WILD));
    ERR(EFAULT, syscall(SYS_sched_getaffinity, 0, 128, WILD));
    ERR(EFAULT, syscall(SYS_getrandom, WILD, 16, 0));
    ERR(EFAULT, syscall(SYS_memfd_create, WILD, 0));
    ERR(EFAULT, syscall(SYS_inotify_add_watch, MUST(syscall(SYS_inotify_init1, 0)), WILD, 2));
    ERR(EFAULT, syscall(SYS_execve, WILD, NULL, NULL));
    struct stat st;
    MUST(fstat(fd, &st));
    EQ(4, st.st_size); // all of that has written nothing
    EQ(4, read(p[0], &v, 4)); // and taken nothing away
    ERR(ENOENT, access("x", F_OK));
    return finish();
}

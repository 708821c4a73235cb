// pidfd_open: readable when the process has ended, waitid by P_PIDFD, wrong arguments.
#include "../test.h"
#include <poll.h>
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static int pidfd_open(pid_t pid, unsigned flags) { return syscall(SYS_pidfd_open, pid, flags); }

int main(void) {
    siginfo_t info;
    pid_t pid = xfork();
    if (pid == 0) pause(), _exit(0);
    int fd = pidfd_open(pid, 0);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    struct pollfd f = {fd, POLLIN, 0};
    EQ(0, poll(&f, 1, 0));
    info.si_pid = 1;
    OK(waitid(P_PIDFD, fd, &info, WEXITED | WNOHANG));
    EQ(0, info.si_pid);
    kill(pid, SIGTERM);
    EQ(1, poll(&f, 1, 10000));
    EQ(POLLIN, f.revents); // ended, not yet reaped
    OK(waitid(P_PIDFD, fd, &info, WEXITED | WNOWAIT));
    OK(waitid(P_PIDFD, fd, &info, WEXITED));
    CHECK(info.si_pid == pid && info.si_code == CLD_KILLED && info.si_status == SIGTERM);
    ERR(ECHILD, waitid(P_PIDFD, fd, &info, WEXITED));
    EQ(1, poll(&f, 1, 0));
    CHECK(f.revents & POLLIN);
    int self = pidfd_open(getpid(), 0);
    f.fd = self;
    EQ(0, poll(&f, 1, 0));
    ERR(ECHILD, waitid(P_PIDFD, self, &info, WEXITED)); // not our child
    ERR(ESRCH, pidfd_open(0x3fffffff, 0));
    ERR(EINVAL, pidfd_open(0, 0));
    ERR(EINVAL, pidfd_open(-1, 0));
    ERR(EINVAL, pidfd_open(getpid(), 0x10000000));
    ERR(EBADF, waitid(P_PIDFD, 99, &info, WEXITED));
    ERR(EBADF, waitid(P_PIDFD, MUST(open("/dev/null", O_RDONLY)), &info, WEXITED));
    char c;
    ERR(EINVAL, read(self, &c, 1));
    pid = xfork();
    if (pid == 0) _exit(3);
    MUST(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
    fd = pidfd_open(pid, 0); // of a zombie
    CHECK(fd >= 0);
    f.fd = fd;
    EQ(1, poll(&f, 1, 0));
    STR("exit 3", reap(pid));
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", self);
    char want[32];
    snprintf(want, sizeof want, "Pid:\t%d\n", getpid());
    CHECK(strstr(get(path), want) != NULL);
    return finish();
}

// pidfd_send_signal reaches this very process and no later one; pidfd_getfd takes over a descriptor.
#include "../test.h"

static int send_signal(int fd, int signal, siginfo_t *info) { return syscall(SYS_pidfd_send_signal, fd, signal, info, 0); }

int main(void) {
    int p[2];
    MUST(pipe(p));
    pid_t pid = xfork();
    if (pid == 0) {
        close(p[0]);
        for (;;) pause();
    }
    int fd = MUST(syscall(SYS_pidfd_open, pid, 0));
    OK(send_signal(fd, 0, NULL));
    siginfo_t info = {.si_signo = SIGUSR1, .si_code = SI_USER};
    ERR(EPERM, send_signal(fd, SIGUSR1, &info)); // a code that only the kernel may use for others
    info.si_code = SI_QUEUE;
    ERR(EINVAL, send_signal(fd, SIGUSR2, &info)); // another number than in the record
    ERR(EINVAL, send_signal(fd, 100, NULL));
    ERR(EBADF, send_signal(p[0], 0, NULL));
    ERR(EBADF, send_signal(-1, 0, NULL));
    long taken = syscall(SYS_pidfd_getfd, fd, p[1], 0); // needs the right to trace it, as we have
    CHECK(taken >= 0 && fcntl(taken, F_GETFD) == FD_CLOEXEC);
    close(p[1]);
    EQ(2, write(taken, "hi", 2));
    char buffer[8];
    EQ(2, read(p[0], buffer, sizeof buffer));
    ERR(EBADF, syscall(SYS_pidfd_getfd, fd, 99, 0));
    ERR(EINVAL, syscall(SYS_pidfd_getfd, fd, p[0], 1));
    char path[40]; // a directory of /proc stands for its process here, but only the process's own, opened in earnest
    snprintf(path, sizeof path, "/proc/%d", pid);
    int directory = MUST(open(path, O_RDONLY | O_DIRECTORY));
    OK(send_signal(directory, 0, NULL));
    ERR(EBADF, syscall(SYS_pidfd_getfd, directory, 0, 0));
    int handle_only = MUST(open(path, O_PATH));
    ERR(EBADF, send_signal(handle_only, 0, NULL));
    snprintf(path, sizeof path, "/proc/%d/task/%d", pid, pid);
    int thread = MUST(open(path, O_RDONLY | O_DIRECTORY));
    ERR(EBADF, send_signal(thread, 0, NULL));
    OK(send_signal(directory, SIGTERM, NULL));
    STR("killed by SIGTERM", reap(pid));
    ERR(ESRCH, send_signal(fd, 0, NULL));
    ERR(ESRCH, send_signal(directory, 0, NULL));
    ERR(ESRCH, syscall(SYS_pidfd_getfd, fd, 0, 0));
    handle(SIGUSR1, SIG_IGN, 0);
    int self = MUST(syscall(SYS_pidfd_open, getpid(), 0));
    info.si_code = SI_USER; // to oneself anything goes
    OK(send_signal(self, SIGUSR1, &info));
    return finish();
}

// signalfd: blocked signals are read as records, in order, with sender and value.
#include "../test.h"
#include <poll.h>
#include <sys/signalfd.h>

int main(void) {
    sigset_t set = set_of(SIGUSR1);
    sigaddset(&set, SIGRTMIN + 2);
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    struct signalfd_siginfo info[4];
    EQ(128, sizeof info[0]);
    ERR(EAGAIN, read(fd, info, sizeof info));
    struct pollfd f = {fd, POLLIN, 0};
    EQ(0, poll(&f, 1, 0));
    MUST(kill(getpid(), SIGUSR1));
    MUST(kill(getpid(), SIGUSR1)); // merges with the first
    MUST(sigqueue(getpid(), SIGRTMIN + 2, (union sigval){.sival_int = 11}));
    MUST(sigqueue(getpid(), SIGRTMIN + 2, (union sigval){.sival_int = 22}));
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN, f.revents);
    EQ(3 * 128, read(fd, info, sizeof info));
    EQ(SIGUSR1, info[0].ssi_signo);
    EQ(SI_USER, info[0].ssi_code);
    CHECK((pid_t)info[0].ssi_pid == getpid() && info[0].ssi_uid == getuid());
    EQ(SIGRTMIN + 2, info[1].ssi_signo);
    EQ(SI_QUEUE, info[1].ssi_code);
    EQ(11, info[1].ssi_int);
    EQ(22, info[2].ssi_int);
    ERR(EAGAIN, read(fd, info, sizeof info));
    ERR(EINVAL, read(fd, info, 127));
    set = set_of(SIGUSR2); // change the set of an existing one
    MUST(sigprocmask(SIG_BLOCK, &set, NULL));
    CHECK(signalfd(fd, &set, 0) == fd);
    MUST(kill(getpid(), SIGUSR1));
    MUST(kill(getpid(), SIGUSR2));
    EQ(128, read(fd, info, sizeof info));
    EQ(SIGUSR2, info[0].ssi_signo);
    sigset_t pending;
    OK(sigpending(&pending));
    CHECK(sigismember(&pending, SIGUSR1) && !sigismember(&pending, SIGUSR2));
    ERR(EINVAL, signalfd(0, &set, 0));
    ERR(EBADF, signalfd(99, &set, 0));
    return finish();
}

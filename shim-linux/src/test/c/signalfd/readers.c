// signalfd in epoll, blocking reads, SIGCHLD through it, and whose signals a shared one shows.
#include "../test.h"
#include <sys/epoll.h>
#include <sys/signalfd.h>

int main(void) {
    struct signalfd_siginfo info;
    sigset_t set = set_of(SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = MUST(signalfd(-1, &set, 0)), e = MUST(epoll_create1(0));
    struct epoll_event event = {EPOLLIN, {0}};
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, fd, &event));
    EQ(0, epoll_wait(e, &event, 1, 0));
    pid_t pid = xfork();
    if (pid == 0) msleep(15), _exit(9);
    EQ(1, epoll_wait(e, &event, 1, 10000));
    EQ(128, read(fd, &info, sizeof info));
    EQ(SIGCHLD, info.ssi_signo);
    CHECK(info.ssi_code == CLD_EXITED && (pid_t)info.ssi_pid == pid && info.ssi_status == 9);
    STR("exit 9", reap(pid));
    pid_t me = getpid();
    pid = xfork();
    if (pid == 0) msleep(15), _exit(kill(me, SIGTERM) ? 1 : 0);
    memset(&info, 0, sizeof info);
    EQ(128, read(fd, &info, sizeof info)); // sleeps; SIGTERM comes first, SIGCHLD may be there as well
    STR("exit 0", reap(pid));
    CHECK((info.ssi_signo == SIGTERM && (pid_t)info.ssi_pid == pid) || info.ssi_signo == SIGCHLD);
    while (sigtimedwait(&set, NULL, &(struct timespec){0, 0}) != -1) {
    }
    pid = xfork();
    if (pid == 0) { // in the child, the inherited descriptor shows the child's own signals
        raise(SIGTERM);
        EQ(128, read(fd, &info, sizeof info));
        CHECK((pid_t)info.ssi_pid == getpid());
        return finish();
    }
    STR("exit 0", reap(pid));
    int usr = MUST(signalfd(-1, &(sigset_t){{1UL << (SIGUSR1 - 1)}}, SFD_NONBLOCK));
    handle(SIGUSR1, SIG_IGN, 0);
    raise(SIGUSR1);
    ERR(EAGAIN, read(usr, &info, sizeof info)); // ignored: never pending
    sigset_t kill_set = set_of(SIGKILL);
    OK(signalfd(-1, &kill_set, 0)); // silently left out
    return finish();
}

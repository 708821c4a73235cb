// ppoll, pselect and epoll_pwait swap the signal mask atomically: a pending signal interrupts at once, and only there.
#include "../test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    int p[2];
    MUST(pipe(p));
    handle(SIGUSR1, on_signal, SA_RESTART);
    block(SIGUSR1);
    sigset_t empty = set_of(0), mask;
    struct pollfd f = {p[0], POLLIN, 0};
    struct timespec patience = {10, 0}, none = {0, 0};
    kill(getpid(), SIGUSR1);
    EQ(0, poll(&f, 1, 10)); // blocked: does not disturb
    EQ(0, count);
    ERR(EINTR, ppoll(&f, 1, &patience, &empty));
    EQ(1, count);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(sigismember(&mask, SIGUSR1));
    kill(getpid(), SIGUSR1);
    fd_set r;
    FD_ZERO(&r); FD_SET(p[0], &r);
    ERR(EINTR, pselect(p[0] + 1, &r, NULL, NULL, &patience, &empty));
    EQ(2, count);
    int e = MUST(epoll_create1(0));
    struct epoll_event event = {EPOLLIN, {.fd = p[0]}};
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &event));
    kill(getpid(), SIGUSR1);
    ERR(EINTR, epoll_pwait(e, &event, 1, -1, &empty));
    EQ(3, count);
    MUST(write(p[1], "x", 1));
    kill(getpid(), SIGUSR1);
    EQ(1, ppoll(&f, 1, &patience, &empty)); // ready: no EINTR, and no handler either
    EQ(3, count);
    EQ(1, epoll_pwait(e, &event, 1, -1, &empty));
    EQ(3, count);
    unblock(SIGUSR1);
    EQ(4, count);
    struct timespec t = {0, 20000000};
    long long start = now_ms();
    char c;
    MUST(read(p[0], &c, 1));
    EQ(0, ppoll(&f, 1, &t, NULL));
    CHECK(now_ms() - start >= 19 && t.tv_nsec == 20000000);
    EQ(0, ppoll(&f, 1, &none, &empty));
    ERR(EINVAL, ppoll(&f, 1, &(struct timespec){0, 1000000000}, NULL));
    ERR(EINVAL, syscall(SYS_ppoll, &f, 1, &none, &empty, 4));
    ERR(EFAULT, syscall(SYS_ppoll, &f, 1, &none, 16, 8));
    return finish();
}

// Signals about files: O_ASYNC with F_SETOWN and F_SETSIG on a pipe, F_NOTIFY on a directory.
#include "../test.h"
#include <poll.h>

static volatile int count, code, descriptor, plain;
static volatile long band;

static void detailed(int signo, siginfo_t *info, void *context) {
    (void)signo, (void)context;
    count++, code = info->si_code, descriptor = info->si_fd, band = info->si_band;
}

static void simple(int signo) {
    (void)signo;
    plain++;
}

static void settle(volatile int *value, int wanted) {
    for (int i = 0; i < 200 && *value < wanted; i++) usleep(5000);
}

int main(void) {
    struct sigaction action = {.sa_sigaction = detailed, .sa_flags = SA_SIGINFO | SA_RESTART};
    OK(sigaction(SIGRTMIN + 3, &action, NULL));
    CHECK(signal(SIGIO, simple) != SIG_ERR);
    int p[2];
    OK(pipe(p));
    EQ(0, fcntl(p[0], F_GETOWN));
    EQ(0, fcntl(p[0], F_GETSIG));
    ERR(ESRCH, fcntl(p[0], F_SETOWN, 4000000));
    OK(fcntl(p[0], F_SETOWN, getpid()));
    CHECK(fcntl(p[0], F_GETOWN) == getpid());
    OK(fcntl(p[0], F_SETFL, O_ASYNC));
    EQ(O_ASYNC, fcntl(p[0], F_GETFL) & O_ASYNC);
    EQ(1, write(p[1], "a", 1));
    settle(&plain, 1);
    EQ(1, plain);
    ERR(EINVAL, fcntl(p[0], F_SETSIG, 65));
    OK(fcntl(p[0], F_SETSIG, SIGRTMIN + 3));
    EQ(SIGRTMIN + 3, fcntl(p[0], F_GETSIG));
    EQ(1, write(p[1], "b", 1));
    settle(&count, 1);
    EQ(1, count);
    EQ(POLL_IN, code);
    EQ(p[0], descriptor);
    EQ(POLLIN | POLLRDNORM, band);
    OK(fcntl(p[0], F_SETFL, 0));
    EQ(1, write(p[1], "c", 1));
    usleep(20000);
    EQ(1, count);
    struct f_owner_ex owner = {F_OWNER_PGRP, getpgrp()};
    OK(fcntl(p[0], F_SETOWN_EX, &owner));
    CHECK(fcntl(p[0], F_GETOWN) == -getpgrp());
    owner.type = 9;
    ERR(EINVAL, fcntl(p[0], F_SETOWN_EX, &owner));
    OK(fcntl(p[0], F_GETOWN_EX, &owner));
    EQ(F_OWNER_PGRP, owner.type);
    CHECK(owner.pid == getpgrp());
    OK(fcntl(p[0], F_SETOWN, 0));
    EQ(0, fcntl(p[0], F_GETOWN));

    OK(mkdir("d", 0755));
    int d = MUST(open("d", O_RDONLY));
    ERR(ENOTDIR, fcntl(p[0], F_NOTIFY, DN_CREATE));
    OK(fcntl(d, F_SETSIG, SIGRTMIN + 3));
    OK(fcntl(d, F_NOTIFY, DN_CREATE | DN_DELETE | DN_MULTISHOT));
    count = 0;
    put("d/a", "");
    settle(&count, 1);
    EQ(1, count);
    EQ(d, descriptor);
    OK(unlink("d/a"));
    settle(&count, 2);
    EQ(2, count);
    OK(fcntl(d, F_NOTIFY, 0));
    put("d/b", "");
    usleep(20000);
    EQ(2, count);
    return finish();
}

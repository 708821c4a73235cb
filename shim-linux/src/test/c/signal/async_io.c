// SIGIO: F_SETOWN and O_ASYNC on a socket, F_SETSIG with its siginfo, and who owns what.
#include "../test.h"
#include <sys/socket.h>

static volatile sig_atomic_t plain, with_info, band, descriptor;
static void on_io(int signal) { (void)signal, plain++; }
static void on_rt(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    with_info++, band = info->si_band, descriptor = info->si_fd;
}

int main(void) {
    int s[2];
    char c;
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    handle(SIGIO, on_io, 0);
    handle_info(SIGRTMIN, on_rt, 0);
    EQ(0, fcntl(s[0], F_GETOWN));
    OK(fcntl(s[0], F_SETOWN, getpid()));
    CHECK(fcntl(s[0], F_GETOWN) == getpid());
    MUST(write(s[1], "x", 1));
    EQ(0, plain); // not asked for yet
    OK(fcntl(s[0], F_SETFL, O_ASYNC));
    CHECK(fcntl(s[0], F_GETFL) & O_ASYNC);
    MUST(write(s[1], "x", 1));
    AWAIT(plain >= 1);
    EQ(0, fcntl(s[0], F_GETSIG));
    OK(fcntl(s[0], F_SETSIG, SIGRTMIN));
    EQ(34, fcntl(s[0], F_GETSIG));
    MUST(read(s[0], &c, 1));
    MUST(read(s[0], &c, 1));
    MUST(write(s[1], "x", 1));
    AWAIT(with_info >= 1);
    CHECK(descriptor == s[0] && (band & 1)); // POLL_IN
    OK(fcntl(s[0], F_SETFL, 0));
    int before = with_info;
    MUST(write(s[1], "x", 1));
    CHECK(with_info == before);
    struct f_owner_ex owner = {F_OWNER_TID, gettid()};
    OK(fcntl(s[0], F_SETOWN_EX, &owner));
    owner.pid = 0;
    OK(fcntl(s[0], F_GETOWN_EX, &owner));
    CHECK(owner.type == F_OWNER_TID && owner.pid == gettid());
    OK(fcntl(s[0], F_SETOWN, -getpgrp()));
    CHECK(fcntl(s[0], F_GETOWN) == -getpgrp());
    ERR(ESRCH, fcntl(s[0], F_SETOWN, 0x3fffffff));
    ERR(EINVAL, fcntl(s[0], F_SETSIG, 100));
    return finish();
}

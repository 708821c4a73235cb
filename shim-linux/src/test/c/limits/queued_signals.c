// RLIMIT_SIGPENDING: over it sigqueue fails with EAGAIN; standard signals get through all the same.
#include "../test.h"
#include <sys/resource.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    drop_root();
    handle(SIGRTMIN, on_signal, 0);
    handle(SIGUSR1, on_signal, 0);
    block(SIGRTMIN);
    block(SIGUSR1);
    struct rlimit limit;
    OK(getrlimit(RLIMIT_SIGPENDING, &limit));
    CHECK(limit.rlim_cur >= 100);
    OK(setrlimit(RLIMIT_SIGPENDING, &(struct rlimit){0, limit.rlim_max}));
    ERR(EAGAIN, sigqueue(getpid(), SIGRTMIN, (union sigval){0}));
    OK(kill(getpid(), SIGUSR1)); // needs no room
    sigset_t set = set_of(SIGUSR1);
    siginfo_t info;
    memset(&info, 1, sizeof info);
    EQ(SIGUSR1, sigwaitinfo(&set, &info));
    CHECK(info.si_code == SI_USER && info.si_pid == getpid());
    OK(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 5})); // a standard one arrives, but its story is lost
    EQ(SIGUSR1, sigwaitinfo(&set, &info));
    CHECK(info.si_code == SI_USER && info.si_pid == 0 && info.si_value.sival_int == 0);
    OK(setrlimit(RLIMIT_SIGPENDING, &(struct rlimit){limit.rlim_max, limit.rlim_max}));
    OK(sigqueue(getpid(), SIGRTMIN, (union sigval){0}));
    unblock(SIGRTMIN);
    EQ(1, count);
    return finish();
}

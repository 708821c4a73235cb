// A handler runs, gets its signal's number, and the program goes on where it was.
#include "../test.h"

static volatile sig_atomic_t got, count;
static void on_signal(int signal) { got = signal, count++; }

int main(void) {
    struct sigaction old;
    OK(sigaction(SIGUSR1, NULL, &old));
    CHECK(old.sa_handler == SIG_DFL);
    handle(SIGUSR1, on_signal, 0);
    OK(sigaction(SIGUSR1, NULL, &old));
    CHECK(old.sa_handler == on_signal);
    OK(raise(SIGUSR1));
    EQ(SIGUSR1, got);
    EQ(1, count);
    OK(kill(getpid(), SIGUSR1)); // delivered before kill returns
    EQ(2, count);
    handle(SIGUSR2, on_signal, 0);
    kill(getpid(), SIGUSR2);
    EQ(SIGUSR2, got);
    for (int i = 0; i < 100; i++) raise(SIGUSR1);
    EQ(103, count);
    handle(SIGUSR1, SIG_IGN, 0);
    raise(SIGUSR1);
    EQ(103, count);
    OK(kill(getpid(), 0));
    ERR(EINVAL, kill(getpid(), 65));
    ERR(EINVAL, kill(getpid(), -1));
    ERR(ESRCH, kill(0x3fffffff, 0));
    return finish();
}

// Blocked signals wait; sigpending shows them; standard ones merge; unblocking delivers before sigprocmask returns.
#include "../test.h"

static volatile sig_atomic_t count, order[8];
static void on_signal(int signal) { order[count++ & 7] = signal; }

int main(void) {
    handle(SIGUSR1, on_signal, 0);
    handle(SIGUSR2, on_signal, 0);
    handle(SIGRTMIN + 1, on_signal, 0);
    sigset_t set = set_of(SIGUSR1), old, pending;
    sigaddset(&set, SIGUSR2);
    OK(sigprocmask(SIG_BLOCK, &set, &old));
    CHECK(!sigismember(&old, SIGUSR1));
    for (int i = 0; i < 3; i++) kill(getpid(), SIGUSR2), kill(getpid(), SIGUSR1);
    EQ(0, count);
    OK(sigpending(&pending));
    CHECK(sigismember(&pending, SIGUSR1) && sigismember(&pending, SIGUSR2) && !sigismember(&pending, SIGRTMIN + 1));
    OK(sigprocmask(SIG_SETMASK, &old, NULL));
    EQ(2, count); // one each
    CHECK(order[0] == SIGUSR2 && order[1] == SIGUSR1); // the frame of the lower number is set up first: it runs last
    sigpending(&pending);
    CHECK(!sigismember(&pending, SIGUSR1) && !sigismember(&pending, SIGUSR2));
    block(SIGRTMIN + 1);
    for (int i = 0; i < 3; i++) kill(getpid(), SIGRTMIN + 1);
    EQ(2, count);
    unblock(SIGRTMIN + 1);
    EQ(5, count); // real-time ones queue
    block(SIGUSR1);
    kill(getpid(), SIGUSR1);
    handle(SIGUSR1, SIG_IGN, 0); // ignoring throws the pending one away
    sigpending(&pending);
    CHECK(!sigismember(&pending, SIGUSR1));
    handle(SIGUSR1, on_signal, 0);
    unblock(SIGUSR1);
    EQ(5, count);
    sigfillset(&set);
    OK(sigprocmask(SIG_SETMASK, &set, NULL));
    OK(sigprocmask(SIG_BLOCK, NULL, &set));
    CHECK(!sigismember(&set, SIGKILL) && !sigismember(&set, SIGSTOP) && sigismember(&set, SIGINT));
    kill(getpid(), SIGUSR1);
    pid_t pid = xfork();
    if (pid == 0) { // the mask is inherited, what is pending is not
        sigpending(&pending);
        sigprocmask(SIG_BLOCK, NULL, &set);
        _exit(!sigismember(&pending, SIGUSR1) && sigismember(&set, SIGUSR1) ? 0 : 1);
    }
    STR("exit 0", reap(pid));
    ERR(EINVAL, sigprocmask(99, &set, NULL));
    ERR(EINVAL, syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 4));
    ERR(EFAULT, syscall(SYS_rt_sigprocmask, SIG_BLOCK, 16, NULL, 8));
    return finish();
}

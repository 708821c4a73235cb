// SA_RESETHAND, SA_NODEFER and sa_mask: what is blocked while a handler runs, and what is reset.
#include "../test.h"

static volatile sig_atomic_t depth, deepest, runs, blocked_usr1, blocked_usr2;
static void on_signal(int signal) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    blocked_usr1 = sigismember(&mask, SIGUSR1), blocked_usr2 = sigismember(&mask, SIGUSR2);
    runs++;
    if (++depth > deepest) deepest = depth;
    if (runs < 3) raise(signal);
    depth--;
}
static void run(int flags, int mask) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};
    if (mask) sigaddset(&action.sa_mask, mask);
    sigaction(SIGUSR1, &action, NULL);
    runs = deepest = depth = 0;
    raise(SIGUSR1);
}

int main(void) {
    struct sigaction now;
    run(0, 0);
    CHECK(runs == 3 && deepest == 1); // raised again inside: waits for the end
    CHECK(blocked_usr1 && !blocked_usr2);
    run(SA_NODEFER, 0);
    CHECK(runs == 3 && deepest == 3);
    CHECK(!blocked_usr1 && !blocked_usr2);
    run(0, SIGUSR2);
    CHECK(blocked_usr1 && blocked_usr2);
    run(SA_NODEFER, SIGUSR1); // the mask wins over NODEFER
    CHECK(runs == 3 && deepest == 1 && blocked_usr1);
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(!sigismember(&mask, SIGUSR1) && !sigismember(&mask, SIGUSR2)); // all put back
    pid_t pid = xfork();
    if (pid == 0) {
        run(SA_RESETHAND, 0); // the second one finds the default action
        _exit(0);
    }
    STR("killed by SIGUSR1", reap(pid));
    runs = 3;
    handle(SIGUSR1, on_signal, SA_RESETHAND | SA_NODEFER);
    raise(SIGUSR1);
    MUST(sigaction(SIGUSR1, NULL, &now));
    CHECK(now.sa_handler == SIG_DFL);
    CHECK((now.sa_flags & SA_RESETHAND) != 0); // only the handler is reset
    handle(SIGUSR2, on_signal, SA_RESTART | SA_NODEFER | SA_ONSTACK);
    MUST(sigaction(SIGUSR2, NULL, &now));
    CHECK((now.sa_flags & (SA_RESTART | SA_NODEFER | SA_ONSTACK)) == (SA_RESTART | SA_NODEFER | SA_ONSTACK));
    ERR(EINVAL, sigaction(SIGKILL, &now, NULL));
    ERR(EINVAL, sigaction(SIGSTOP, &now, NULL));
    OK(sigaction(SIGKILL, NULL, &now));
    ERR(EINVAL, sigaction(0, &now, NULL));
    ERR(EINVAL, sigaction(65, &now, NULL));
    ERR(EINVAL, syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4));
    ERR(EFAULT, syscall(SYS_rt_sigaction, SIGUSR1, 16, NULL, 8));
    return finish();
}

// Across exec: caught signals go back to default, ignored stay ignored, the mask and pending signals stay.
#include "../test.h"

static void handler(int signal) { (void)signal; }

static bool is(int signal, void (*want)(int)) {
    struct sigaction action;
    MUST(sigaction(signal, NULL, &action));
    return action.sa_handler == want;
}

int main(int argc, char **argv) {
    if (argc > 1) {
        CHECK(is(SIGUSR1, SIG_DFL));
        CHECK(is(SIGUSR2, SIG_IGN));
        CHECK(is(SIGTERM, SIG_DFL));
        CHECK(is(SIGRTMIN + 3, SIG_DFL));
        CHECK(is(SIGRTMIN + 4, SIG_IGN));
        CHECK(is(SIGCHLD, SIG_IGN));
        sigset_t mask, pending;
        MUST(sigprocmask(SIG_BLOCK, NULL, &mask));
        CHECK(sigismember(&mask, SIGINT) && sigismember(&mask, SIGRTMIN + 5) && !sigismember(&mask, SIGUSR1));
        MUST(sigpending(&pending));
        CHECK(sigismember(&pending, SIGINT) && !sigismember(&pending, SIGRTMIN + 6));
        siginfo_t info;
        sigset_t set = set_of(SIGRTMIN + 5);
        EQ(SIGRTMIN + 5, sigwaitinfo(&set, &info));
        EQ(42, info.si_value.sival_int);
        EQ(SIGRTMIN + 5, sigwaitinfo(&set, &info));
        EQ(43, info.si_value.sival_int);
        stack_t stack;
        MUST(sigaltstack(NULL, &stack));
        EQ(SS_DISABLE, stack.ss_flags);
        return finish();
    }
    static char alternate[65536];
    MUST(sigaltstack(&(stack_t){.ss_sp = alternate, .ss_size = sizeof alternate}, NULL));
    handle(SIGUSR1, handler, SA_ONSTACK);
    handle(SIGUSR2, SIG_IGN, 0);
    handle(SIGRTMIN + 3, handler, SA_RESTART);
    handle(SIGRTMIN + 4, SIG_IGN, 0);
    block(SIGINT);
    block(SIGRTMIN + 5);
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGCHLD, SIG_IGN, 0);
        raise(SIGINT);
        sigqueue(getpid(), SIGRTMIN + 5, (union sigval){.sival_int = 42});
        sigqueue(getpid(), SIGRTMIN + 5, (union sigval){.sival_int = 43});
        execl(argv[0], argv[0], "child", NULL);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    CHECK(is(SIGUSR1, handler));
    return finish();
}

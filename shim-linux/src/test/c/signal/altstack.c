// sigaltstack: handlers with SA_ONSTACK run there and others do not; nested; what the call tells and refuses.
#include "../test.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile int on_it, nested_on_it, flags, change;
static volatile uintptr_t outer, inner;
static bool inside(uintptr_t p) { return p >= (uintptr_t)stack && p < (uintptr_t)stack + sizeof stack; }

static void on_usr2(int signal) {
    (void)signal;
    int local;
    inner = (uintptr_t)&local;
    nested_on_it = inside(inner);
}
static void on_usr1(int signal) {
    (void)signal;
    int local;
    stack_t now, other = {.ss_sp = stack, .ss_size = 32768};
    outer = (uintptr_t)&local;
    on_it = inside(outer);
    sigaltstack(NULL, &now);
    flags = now.ss_flags;
    change = sigaltstack(&other, NULL) == -1 ? errno : 0;
    raise(SIGUSR2);
}

int main(void) {
    stack_t now, set = {.ss_sp = stack, .ss_size = sizeof stack};
    OK(sigaltstack(NULL, &now));
    EQ(SS_DISABLE, now.ss_flags);
    OK(sigaltstack(&set, NULL));
    OK(sigaltstack(NULL, &now));
    CHECK(now.ss_flags == 0 && now.ss_sp == stack && now.ss_size == sizeof stack);
    handle(SIGUSR1, on_usr1, SA_ONSTACK);
    handle(SIGUSR2, on_usr2, SA_ONSTACK);
    raise(SIGUSR1);
    CHECK(on_it && nested_on_it && inner < outer); // goes on below, does not start at the top again
    EQ(SS_ONSTACK, flags);
    EQ(EPERM, change); // not while one stands on it
    handle(SIGUSR1, on_usr1, 0);
    raise(SIGUSR1);
    CHECK(!on_it && nested_on_it);
    EQ(0, flags);
    EQ(0, change);
    sigaltstack(&set, NULL);
    pid_t pid = xfork();
    if (pid == 0) { // inherited by fork
        handle(SIGUSR1, on_usr1, SA_ONSTACK);
        raise(SIGUSR1);
        _exit(on_it ? 0 : 1);
    }
    STR("exit 0", reap(pid));
    OK(sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, &now));
    CHECK(now.ss_sp == stack);
    handle(SIGUSR1, on_usr1, SA_ONSTACK);
    raise(SIGUSR1);
    CHECK(!on_it); // none set: the ordinary stack
    ERR(ENOMEM, sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = 1000}, NULL));
    ERR(EINVAL, sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = 65536, .ss_flags = 99}, NULL));
    ERR(EFAULT, syscall(SYS_sigaltstack, 16, NULL));
    return finish();
}

// SS_AUTODISARM: the alternate stack is off while its handler runs, and back on afterwards.
#include "../test.h"
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static char stack[65536] __attribute__((aligned(16))), second[65536] __attribute__((aligned(16)));
static volatile int flags, change;
static volatile bool on_it;
static void on_signal(int signal) {
    (void)signal;
    stack_t now, other = {.ss_sp = second, .ss_size = sizeof second};
    on_it = (char *)&now >= stack && (char *)&now < stack + sizeof stack;
    sigaltstack(NULL, &now);
    flags = now.ss_flags;
    change = sigaltstack(&other, NULL); // allowed: nobody stands on it
}

int main(void) {
    stack_t now, set = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = (int)SS_AUTODISARM};
    OK(sigaltstack(&set, NULL));
    OK(sigaltstack(NULL, &now));
    CHECK(now.ss_flags == (int)SS_AUTODISARM);
    handle(SIGUSR1, on_signal, SA_ONSTACK);
    for (int i = 0; i < 3; i++) {
        on_it = false;
        raise(SIGUSR1);
        CHECK(on_it);
        EQ(SS_DISABLE, flags);
        EQ(0, change);
        OK(sigaltstack(NULL, &now)); // sigreturn has put it back
        CHECK(now.ss_sp == stack && now.ss_size == sizeof stack && now.ss_flags == (int)SS_AUTODISARM);
    }
    return finish();
}

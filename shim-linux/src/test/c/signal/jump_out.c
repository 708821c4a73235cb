// siglongjmp out of a handler, many times, from the ordinary and from the alternate stack; with and without the mask.
#include "../test.h"
#include <setjmp.h>

static sigjmp_buf out;
static char stack[65536];
static void on_signal(int signal) { siglongjmp(out, signal); }

int main(void) {
    volatile int caught = 0;
    sigset_t mask;
    handle(SIGSEGV, on_signal, 0);
    for (volatile int i = 0; i < 1000; i++) {
        if (sigsetjmp(out, 1)) caught++;
        else *(volatile int *)8 = 1;
    }
    EQ(1000, caught);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(!sigismember(&mask, SIGSEGV));
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    handle(SIGSEGV, on_signal, SA_ONSTACK);
    caught = 0;
    for (volatile int i = 0; i < 1000; i++) {
        if (sigsetjmp(out, 1)) caught++;
        else *(volatile int *)8 = 1;
    }
    EQ(1000, caught);
    handle(SIGUSR1, on_signal, 0);
    if (!sigsetjmp(out, 0)) raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(sigismember(&mask, SIGUSR1)); // the mask was not saved: still blocked
    unblock(SIGUSR1);
    if (!sigsetjmp(out, 1)) raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(!sigismember(&mask, SIGUSR1));
    volatile int result = 0; // out of a blocking call
    handle(SIGALRM, on_signal, 0);
    if (!(result = sigsetjmp(out, 1))) {
        ualarm(5000, 0);
        msleep(10000);
    }
    EQ(SIGALRM, result);
    jmp_buf plain;
    volatile int value = setjmp(plain);
    if (value == 0) longjmp(plain, 0); // zero becomes one
    EQ(1, value);
    return finish();
}

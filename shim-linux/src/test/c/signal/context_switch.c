// getcontext, makecontext and swapcontext: coroutines on stacks of their own, also with signals in between.
#include "../test.h"
#include <sys/time.h>
#include <ucontext.h>

static ucontext_t main_context, coroutine[2];
static char stacks[2][65536];
static char trace[64];
static volatile sig_atomic_t alarms;
static void on_alarm(int signal) { (void)signal, alarms++; }

static void body(int which, int times) {
    for (int i = 0; i < times; i++) {
        char c = "ab"[which];
        strncat(trace, &c, 1);
        swapcontext(&coroutine[which], which == 0 ? &coroutine[1] : &main_context);
    }
    strcat(trace, which ? "B" : "A");
}

int main(void) {
    handle(SIGALRM, on_alarm, SA_RESTART);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 500}, {0, 500}}, NULL);
    for (int i = 0; i < 2; i++) {
        getcontext(&coroutine[i]);
        coroutine[i].uc_stack.ss_sp = stacks[i];
        coroutine[i].uc_stack.ss_size = sizeof stacks[i];
        coroutine[i].uc_link = &main_context;
        makecontext(&coroutine[i], (void (*)(void))(void *)body, 2, i, 3);
    }
    for (int i = 0; i < 3; i++) {
        strcat(trace, "m");
        swapcontext(&main_context, &coroutine[0]);
    }
    STR("mabmabmab", trace);
    swapcontext(&main_context, &coroutine[0]); // runs to its end, and back by uc_link
    STR("mabmabmabA", trace);
    swapcontext(&main_context, &coroutine[1]);
    STR("mabmabmabAB", trace);
    volatile int rounds = 0;
    getcontext(&main_context);
    if (++rounds < 1000) setcontext(&main_context);
    EQ(1000, rounds);
    AWAIT(alarms > 3);
    return finish();
}

// Handlers interrupt handlers: different signals nest, each returns to the one before, blocked ones wait.
#include "../test.h"

static char trace[64];
static void note(const char *text) { strcat(trace, text); }
static void on_usr1(int signal) {
    (void)signal;
    note("1(");
    raise(SIGUSR2);
    raise(SIGTERM);
    note(")");
}
static void on_usr2(int signal) {
    (void)signal;
    note("2(");
    raise(SIGUSR1); // blocked until its own handler ends
    raise(SIGTERM);
    note(")");
}
static void on_term(int signal) {
    (void)signal;
    note("t");
}

int main(void) {
    handle(SIGUSR1, on_usr1, 0);
    handle(SIGUSR2, on_usr2, 0);
    handle(SIGTERM, on_term, 0);
    block(SIGUSR1);
    raise(SIGUSR2);
    STR("2(t)", trace);
    trace[0] = 0;
    struct sigaction all = {.sa_handler = on_usr1};
    sigfillset(&all.sa_mask);
    sigaction(SIGUSR1, &all, NULL);
    handle(SIGUSR2, on_term, 0);
    unblock(SIGUSR1); // one is pending; everything that it raises waits, then runs in order of number
    STR("1()tt", trace);
    return finish();
}

// A POSIX timer on the process's CPU clock goes off after work, not after sleep.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_timer(int signal) { (void)signal, count++; }

int main(void) {
    timer_t t, u;
    handle(SIGUSR1, on_timer, 0);
    struct sigevent e = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    OK(timer_create(CLOCK_PROCESS_CPUTIME_ID, &e, &t));
    OK(timer_settime(t, 0, &(struct itimerspec){.it_value = {0, 40000000}}, NULL));
    struct itimerspec left;
    msleep(80);
    EQ(0, count);
    OK(timer_gettime(t, &left));
    CHECK(left.it_value.tv_nsec > 1000000);
    volatile unsigned long turns = 0;
    long long until = now_ms() + 10000;
    while (count == 0 && now_ms() < until)
        for (int i = 0; i < 10000; i++) turns++;
    EQ(1, count);
    OK(timer_create(CLOCK_THREAD_CPUTIME_ID, &e, &u));
    OK(timer_settime(u, 0, &(struct itimerspec){.it_value = {0, 20000000}, .it_interval = {0, 20000000}}, NULL));
    until = now_ms() + 10000;
    while (count < 3 && now_ms() < until)
        for (int i = 0; i < 10000; i++) turns++;
    CHECK(count >= 3);
    OK(timer_delete(u));
    return finish();
}

// ITIMER_VIRTUAL and ITIMER_PROF count CPU time only: they stand still while the process sleeps.
#include "../test.h"
#include <sys/time.h>

static volatile sig_atomic_t virtual_count, profile_count;
static void on_virtual(int signal) { (void)signal, virtual_count++; }
static void on_profile(int signal) { (void)signal, profile_count++; }

int main(void) {
    struct itimerval t = {{0, 0}, {0, 30000}}, left;
    handle(SIGVTALRM, on_virtual, SA_RESTART);
    handle(SIGPROF, on_profile, SA_RESTART);
    OK(setitimer(ITIMER_VIRTUAL, &t, NULL));
    OK(setitimer(ITIMER_PROF, &t, NULL));
    msleep(60);
    CHECK(virtual_count == 0 && profile_count == 0);
    OK(getitimer(ITIMER_VIRTUAL, &left));
    CHECK(left.it_value.tv_sec == 0 && left.it_value.tv_usec > 0 && left.it_value.tv_usec <= 40000);
    struct timespec used;
    volatile unsigned long turns = 0;
    long long until = now_ms() + 10000;
    while ((virtual_count == 0 || profile_count == 0) && now_ms() < until)
        for (int i = 0; i < 10000; i++) turns++;
    CHECK(virtual_count == 1 && profile_count == 1);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    // Linux charges whole ticks to whoever runs when one comes, so a busy host may fire the timers well before 30 ms of CPU time.
    CHECK(used.tv_sec > 0 || used.tv_nsec >= 5000000);
    t.it_interval.tv_usec = 10000;
    t.it_value.tv_usec = 10000;
    profile_count = 0;
    OK(setitimer(ITIMER_PROF, &t, NULL));
    until = now_ms() + 10000;
    while (profile_count < 3 && now_ms() < until)
        for (int i = 0; i < 10000; i++) turns++;
    CHECK(profile_count >= 3);
    OK(setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL));
    return finish();
}

// Once a timer is unset, or deleted, no signal of its comes any more.
#include "../test.h"
#include <sys/time.h>

enum { ROUNDS = 1500 };

static volatile sig_atomic_t count;
static void on_alarm(int signal) { (void)signal, count++; }

static void spin(long nanoseconds) {
    struct timespec t, now;
    clock_gettime(CLOCK_MONOTONIC, &t);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - t.tv_sec) * 1000000000L + now.tv_nsec - t.tv_nsec < nanoseconds);
}

static int late(int i, int with_timer) {
    timer_t timer;
    int delay = 100 + i % 7 * 20;
    if (with_timer) {
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
        MUST(timer_create(CLOCK_MONOTONIC, &event, &timer));
        MUST(timer_settime(timer, 0, &(struct itimerspec){{0, 0}, {0, delay * 1000}}, NULL));
    } else {
        MUST(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, delay}}, NULL));
    }
    spin(delay * 1000 + i % 300 * 500);
    if (with_timer && i & 1) MUST(timer_delete(timer));
    else if (with_timer) MUST(timer_settime(timer, 0, &(struct itimerspec){{0, 0}, {0, 0}}, NULL));
    else MUST(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
    int before = count;
    spin(100000);
    if (with_timer && !(i & 1)) MUST(timer_delete(timer));
    return count != before;
}

int main(void) {
    int interval = 0, posix = 0;
    handle(SIGALRM, on_alarm, 0);
    for (int i = 0; i < ROUNDS; i++) interval += late(i, 0), posix += late(i, 1);
    EQ(0, interval);
    EQ(0, posix);
    CHECK(count > 0);
    return finish();
}

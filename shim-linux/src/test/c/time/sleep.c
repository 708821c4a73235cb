// nanosleep and clock_nanosleep: sleep at least so long, absolute times, wrong arguments.
#include "../test.h"

static long long ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static struct timespec spec(long long nanoseconds) {
    return (struct timespec){nanoseconds / 1000000000, nanoseconds % 1000000000};
}

int main(void) {
    long long start = ns(CLOCK_MONOTONIC);
    OK(nanosleep(&(struct timespec){0, 20000000}, NULL));
    CHECK(ns(CLOCK_MONOTONIC) - start >= 20000000);
    OK(nanosleep(&(struct timespec){0, 0}, NULL));
    OK(nanosleep(&(struct timespec){0, 1}, NULL));
    clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME, CLOCK_TAI};
    for (int i = 0; i < 4; i++) {
        long long until = ns(clocks[i]) + 15000000;
        struct timespec t = spec(until);
        RET(0, clock_nanosleep(clocks[i], TIMER_ABSTIME, &t, NULL));
        CHECK(ns(clocks[i]) >= until);
        t = spec(5000000);
        start = ns(CLOCK_MONOTONIC);
        RET(0, clock_nanosleep(clocks[i], 0, &t, NULL));
        CHECK(ns(CLOCK_MONOTONIC) - start >= 5000000);
    }
    struct timespec past = {1, 0};
    RET(0, clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, NULL));
    ERR(EINVAL, nanosleep(&(struct timespec){0, 1000000000}, NULL));
    ERR(EINVAL, nanosleep(&(struct timespec){0, -1}, NULL));
    ERR(EINVAL, nanosleep(&(struct timespec){-1, 0}, NULL));
    ERR(EFAULT, nanosleep((struct timespec *)16, NULL));
    RET(EINVAL, clock_nanosleep(99, 0, &past, NULL));
    RET(EINVAL, clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &past, NULL));
    ERR(EINVAL, syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &(struct timespec){0, 2000000000}, NULL));
    EQ(0, usleep(1000));
    start = ns(CLOCK_MONOTONIC);
    OK(syscall(SYS_select, 0, NULL, NULL, NULL, &(struct timeval){0, 10000}));
    CHECK(ns(CLOCK_MONOTONIC) - start >= 10000000);
    return finish();
}

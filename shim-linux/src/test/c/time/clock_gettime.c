// Every clock can be read; the monotonic ones never go back; time, gettimeofday and clock_gettime agree.
#include "../test.h"
#include <sys/time.h>

static long long ns(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t) || t.tv_nsec < 0 || t.tv_nsec > 999999999) return -1;
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void) {
    CHECK(ns(CLOCK_REALTIME) > 1600000000000000000);
    CHECK(ns(CLOCK_MONOTONIC) > 0);
    CHECK(ns(CLOCK_MONOTONIC_RAW) > 0);
    CHECK(ns(CLOCK_BOOTTIME) > 0);
    CHECK(ns(CLOCK_REALTIME_COARSE) > 1600000000000000000);
    CHECK(ns(CLOCK_MONOTONIC_COARSE) > 0);
    CHECK(ns(CLOCK_TAI) > 1600000000000000000);
    CHECK(ns(CLOCK_PROCESS_CPUTIME_ID) >= 0);
    CHECK(ns(CLOCK_THREAD_CPUTIME_ID) >= 0);
    ERR(EINVAL, clock_gettime(99, &(struct timespec){0}));
    bool forward = true, moved = false;
    long long last = ns(CLOCK_MONOTONIC), first = last;
    for (int i = 0; i < 100000; i++) {
        long long t = ns(CLOCK_MONOTONIC);
        forward &= t >= last, last = t;
    }
    moved = last > first;
    CHECK(forward && moved);
    CHECK(ns(CLOCK_BOOTTIME) + 1000000000 >= ns(CLOCK_MONOTONIC));
    struct timespec kernel; // the system call and the vDSO tell the same time
    long long before = ns(CLOCK_MONOTONIC);
    OK(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &kernel));
    long long between = kernel.tv_sec * 1000000000LL + kernel.tv_nsec, after = ns(CLOCK_MONOTONIC);
    CHECK(before <= between && between <= after);
    struct timeval tv;
    long long a = ns(CLOCK_REALTIME) / 1000;
    OK(gettimeofday(&tv, NULL));
    long long b = tv.tv_sec * 1000000LL + tv.tv_usec, c = ns(CLOCK_REALTIME) / 1000;
    CHECK(a <= b && b <= c);
    CHECK(llabs((long long)time(NULL) - c / 1000000) <= 1);
    return finish();
}

// CPU-time clocks of process, thread and others: they advance with work only; clock_getcpuclockid, getres.
#include "../test.h"
#include <pthread.h>

static long long ns(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t)) return -1;
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}
static void burn(long long nanoseconds) {
    volatile unsigned long turns = 0;
    long long until = ns(CLOCK_THREAD_CPUTIME_ID) + nanoseconds;
    while (ns(CLOCK_THREAD_CPUTIME_ID) < until)
        for (int i = 0; i < 1000; i++) turns++;
}
static void *body(void *unused) {
    CHECK(ns(CLOCK_THREAD_CPUTIME_ID) < 50000000); // starts from zero
    burn(60000000);
    return unused;
}

int main(void) {
    long long process = ns(CLOCK_PROCESS_CPUTIME_ID), thread = ns(CLOCK_THREAD_CPUTIME_ID);
    CHECK(process >= 0 && thread >= 0 && process < 1000000000);
    msleep(50);
    CHECK(ns(CLOCK_PROCESS_CPUTIME_ID) - process < 40000000); // sleeping is free
    burn(50000000);
    CHECK(ns(CLOCK_PROCESS_CPUTIME_ID) - process >= 49000000);
    thread = ns(CLOCK_THREAD_CPUTIME_ID);
    process = ns(CLOCK_PROCESS_CPUTIME_ID);
    pthread_t t;
    pthread_create(&t, NULL, body, NULL);
    pthread_join(t, NULL);
    CHECK(ns(CLOCK_THREAD_CPUTIME_ID) - thread < 40000000); // the other's work is not ours ...
    CHECK(ns(CLOCK_PROCESS_CPUTIME_ID) - process >= 59000000); // ... but the process's
    clockid_t other;
    RET(0, clock_getcpuclockid(0, &other));
    CHECK(ns(other) >= process);
    RET(0, pthread_getcpuclockid(pthread_self(), &other));
    CHECK(ns(other) >= thread && ns(other) < 10000000000);
    pid_t pid = xfork();
    if (pid == 0) burn(10000000000);
    RET(0, clock_getcpuclockid(pid, &other));
    long long until = now_ms() + 10000;
    while (ns(other) < 10000000 && now_ms() < until) msleep(2);
    CHECK(ns(other) >= 10000000); // another process's
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    CHECK(ns(other) == -1);
    RET(ESRCH, clock_getcpuclockid(10000000, &other));
    struct timespec r;
    clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME};
    for (int i = 0; i < 5; i++) {
        OK(clock_getres(clocks[i], &r));
        CHECK(r.tv_sec == 0 && r.tv_nsec >= 1 && r.tv_nsec <= 10000000);
    }
    OK(clock_getres(CLOCK_REALTIME, NULL));
    ERR(EINVAL, clock_getres(99, &r));
    CHECK(clock() != (clock_t)-1);
    return finish();
}

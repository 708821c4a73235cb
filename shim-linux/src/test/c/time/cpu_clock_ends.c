// The processor time of a process never falls, whatever threads of its end meanwhile, and counts none of them twice.
#include "../test.h"
#include <pthread.h>
#include <stdatomic.h>

enum { ROUNDS = 100 };

static atomic_int over;

static long long now_of(clockid_t clock) {
    struct timespec t;
    MUST(clock_gettime(clock, &t));
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void *work(void *unused) {
    long long end = now_of(CLOCK_THREAD_CPUTIME_ID) + 1000000;
    while (now_of(CLOCK_THREAD_CPUTIME_ID) < end) {}
    return unused;
}

static void *look(void *fell) {
    long long last = 0;
    while (!over) {
        long long now = now_of(CLOCK_PROCESS_CPUTIME_ID);
        if (now < last) ++*(int *)fell;
        last = now;
    }
    return NULL;
}

int main(void) {
    int fell = 0;
    pthread_t looker, worker;
    long long real = now_of(CLOCK_MONOTONIC);
    EQ(0, pthread_create(&looker, NULL, look, &fell));
    for (int i = 0; i < ROUNDS; i++) {
        if (pthread_create(&worker, NULL, work, NULL) || pthread_join(worker, NULL)) FAIL_AT("thread %d", i);
    }
    over = 1;
    EQ(0, pthread_join(looker, NULL));
    real = now_of(CLOCK_MONOTONIC) - real;
    EQ(0, fell);
    CHECK(now_of(CLOCK_PROCESS_CPUTIME_ID) < 2 * real + 50000000);
    return finish();
}

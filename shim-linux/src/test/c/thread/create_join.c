// Threads start with their argument, share memory, have thread ids of their own, and hand a result to join.
#include "../test.h"
#include <pthread.h>

static int shared;
static pid_t ids[8];

static void *body(void *argument) {
    long i = (long)argument;
    __atomic_add_fetch(&shared, 1, __ATOMIC_SEQ_CST);
    ids[i] = gettid();
    if (getpid() == gettid()) return (void *)-1;
    return (void *)(i * i);
}

int main(void) {
    pthread_t threads[8];
    for (long i = 0; i < 8; i++) RET(0, pthread_create(&threads[i], NULL, body, (void *)i));
    long sum = 0;
    for (int i = 0; i < 8; i++) {
        void *result;
        RET(0, pthread_join(threads[i], &result));
        sum += (long)result;
    }
    EQ(140, sum);
    EQ(8, shared);
    bool distinct = true;
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < i; j++) distinct &= ids[i] != ids[j];
    CHECK(distinct);
    CHECK(pthread_equal(pthread_self(), pthread_self()));
    RET(EDEADLK, pthread_join(pthread_self(), NULL));
    return finish();
}

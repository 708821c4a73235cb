// A mutex keeps eight threads apart; trylock and timedlock; spin locks.
#include "../test.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;
static long counter, spun;
static void *body(void *unused) {
    for (int i = 0; i < 20000; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    for (int i = 0; i < 200; i++) {
        pthread_spin_lock(&spin);
        spun++;
        pthread_spin_unlock(&spin);
    }
    return unused;
}
static void *try_it(void *unused) {
    RET(EBUSY, pthread_mutex_trylock(&mutex));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec--;
    RET(ETIMEDOUT, pthread_mutex_timedlock(&mutex, &t));
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    RET(ETIMEDOUT, pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &t));
    t.tv_nsec = 1000000000;
    RET(EINVAL, pthread_mutex_timedlock(&mutex, &t));
    return unused;
}

int main(void) {
    pthread_t threads[8];
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, body, NULL);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    EQ(160000, counter);
    EQ(1600, spun);
    pthread_mutex_lock(&mutex);
    pthread_create(&threads[0], NULL, try_it, NULL);
    pthread_join(threads[0], NULL);
    pthread_mutex_unlock(&mutex);
    RET(0, pthread_mutex_trylock(&mutex));
    return finish();
}

// Read-write locks let readers in together and writers alone; barriers release all at once; once runs once.
#include "../test.h"
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int readers, most, value, initialised, serial, early, phase[4];

static void initialise(void) { initialised++; }
static void *body(void *argument) {
    long me = (long)argument;
    pthread_once(&once, initialise);
    pthread_rwlock_rdlock(&lock);
    int now = __atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
    pthread_barrier_wait(&barrier); // all are inside together, or this never returns
    if (now > most) __atomic_store_n(&most, now, __ATOMIC_SEQ_CST);
    pthread_barrier_wait(&barrier);
    __atomic_sub_fetch(&readers, 1, __ATOMIC_SEQ_CST);
    pthread_rwlock_unlock(&lock);
    for (int i = 0; i < 2000; i++) {
        pthread_rwlock_wrlock(&lock);
        value++;
        pthread_rwlock_unlock(&lock);
    }
    for (int i = 1; i <= 100; i++) {
        phase[me] = i;
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) __atomic_add_fetch(&serial, 1, __ATOMIC_SEQ_CST);
        for (int k = 0; k < 4; k++)
            if (__atomic_load_n(&phase[k], __ATOMIC_SEQ_CST) < i) __atomic_add_fetch(&early, 1, __ATOMIC_SEQ_CST);
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}
static void *try_locks(void *unused) {
    RET(EBUSY, pthread_rwlock_trywrlock(&lock));
    RET(0, pthread_rwlock_tryrdlock(&lock));
    RET(0, pthread_rwlock_unlock(&lock));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    RET(ETIMEDOUT, pthread_rwlock_timedwrlock(&lock, &t));
    return unused;
}

int main(void) {
    pthread_t threads[4];
    pthread_barrier_init(&barrier, NULL, 4);
    for (long i = 0; i < 4; i++) pthread_create(&threads[i], NULL, body, (void *)i);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    EQ(1, initialised);
    EQ(4, most);
    EQ(8000, value);
    EQ(100, serial); // exactly one thread of each round
    EQ(0, early);
    pthread_rwlock_rdlock(&lock);
    pthread_create(&threads[0], NULL, try_locks, NULL);
    pthread_join(threads[0], NULL);
    RET(EDEADLK, (pthread_rwlock_unlock(&lock), pthread_rwlock_wrlock(&lock), pthread_rwlock_rdlock(&lock)));
    return finish();
}

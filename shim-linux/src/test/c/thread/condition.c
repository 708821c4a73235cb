// Condition variables: signal wakes one, broadcast all; time-outs on both clocks; between processes.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t cond, done;
    int waiting, tickets, served;
} *s;

static void *taker(void *unused) {
    pthread_mutex_lock(&s->mutex);
    s->waiting++;
    pthread_cond_signal(&s->done);
    while (s->tickets == 0) pthread_cond_wait(&s->cond, &s->mutex);
    s->tickets--, s->served++;
    pthread_cond_signal(&s->done);
    pthread_mutex_unlock(&s->mutex);
    return unused;
}
static void until(int *what, int value) {
    while (*what < value) pthread_cond_wait(&s->done, &s->mutex);
}

int main(void) {
    pthread_t threads[4];
    pthread_mutexattr_t ma;
    pthread_condattr_t ca;
    s = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pthread_mutexattr_init(&ma), pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
    pthread_condattr_init(&ca), pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
    RET(0, pthread_mutex_init(&s->mutex, &ma));
    RET(0, pthread_cond_init(&s->cond, &ca));
    RET(0, pthread_cond_init(&s->done, &ca));
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, taker, NULL);
    pthread_mutex_lock(&s->mutex);
    until(&s->waiting, 4);
    s->tickets = 1;
    pthread_cond_signal(&s->cond);
    until(&s->served, 1);
    EQ(0, s->tickets);
    s->tickets = 3;
    pthread_cond_broadcast(&s->cond);
    until(&s->served, 4);
    pthread_mutex_unlock(&s->mutex);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    pthread_mutex_lock(&s->mutex);
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    RET(ETIMEDOUT, pthread_cond_timedwait(&s->cond, &s->mutex, &t));
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += 20000000;
    if (t.tv_nsec > 999999999) t.tv_nsec -= 1000000000, t.tv_sec++;
    RET(ETIMEDOUT, pthread_cond_clockwait(&s->cond, &s->mutex, CLOCK_MONOTONIC, &t));
    s->waiting = s->served = 0;
    pid_t pids[3];
    for (int i = 0; i < 3; i++) { // the same with processes
        pids[i] = xfork();
        if (pids[i] == 0) taker(NULL), _exit(0);
    }
    until(&s->waiting, 3);
    s->tickets = 3;
    pthread_cond_broadcast(&s->cond);
    until(&s->served, 3);
    pthread_mutex_unlock(&s->mutex);
    for (int i = 0; i < 3; i++) STR("exit 0", reap(pids[i]));
    EQ(0, s->tickets);
    return finish();
}

// Recursive, error-checking, robust, priority-inheriting and process-shared mutexes.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

static void make(pthread_mutex_t *m, int type, int robust, int protocol, int shared) {
    pthread_mutexattr_t a;
    pthread_mutexattr_init(&a);
    pthread_mutexattr_settype(&a, type);
    pthread_mutexattr_setrobust(&a, robust);
    pthread_mutexattr_setprotocol(&a, protocol);
    pthread_mutexattr_setpshared(&a, shared);
    if (pthread_mutex_init(m, &a)) FAIL_AT("%s", "init");
}
static void *unlock_it(void *m) { return (void *)(long)pthread_mutex_unlock(m); }
static void *lock_and_die(void *m) { return (void *)(long)pthread_mutex_lock(m); }
static long in_thread(void *(*body)(void *), void *argument) {
    pthread_t t;
    void *result;
    pthread_create(&t, NULL, body, argument);
    pthread_join(t, &result);
    return (long)result;
}

int main(void) {
    pthread_mutex_t m;
    make(&m, PTHREAD_MUTEX_RECURSIVE, 0, PTHREAD_PRIO_NONE, 0);
    RET(0, pthread_mutex_lock(&m));
    RET(0, pthread_mutex_lock(&m));
    RET(EPERM, in_thread(unlock_it, &m));
    RET(0, pthread_mutex_unlock(&m));
    RET(0, pthread_mutex_unlock(&m));
    RET(EPERM, pthread_mutex_unlock(&m));
    make(&m, PTHREAD_MUTEX_ERRORCHECK, 0, PTHREAD_PRIO_NONE, 0);
    RET(0, pthread_mutex_lock(&m));
    RET(EDEADLK, pthread_mutex_lock(&m));
    RET(EPERM, in_thread(unlock_it, &m));
    for (int protocol = 0; protocol < 2; protocol++) {
        make(&m, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, protocol, 0);
        RET(0, in_thread(lock_and_die, &m));
        RET(EOWNERDEAD, pthread_mutex_lock(&m));
        RET(0, pthread_mutex_consistent(&m));
        RET(0, pthread_mutex_unlock(&m));
        RET(0, in_thread(lock_and_die, &m));
        RET(EOWNERDEAD, pthread_mutex_lock(&m));
        RET(0, pthread_mutex_unlock(&m)); // without making it consistent
        RET(ENOTRECOVERABLE, pthread_mutex_lock(&m));
    }
    struct {
        pthread_mutex_t m[2];
        int counter[2];
    } *s = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    for (int i = 0; i < 2; i++) make(&s->m[i], PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, i, PTHREAD_PROCESS_SHARED);
    for (int k = 0; k < 4; k++)
        if (xfork() == 0) {
            for (int i = 0; i < 4000; i++) {
                pthread_mutex_lock(&s->m[i & 1]);
                s->counter[i & 1]++;
                pthread_mutex_unlock(&s->m[i & 1]);
            }
            _exit(0);
        }
    while (wait(NULL) > 0) {
    }
    EQ(8000, s->counter[0]);
    EQ(8000, s->counter[1]);
    pid_t pid = xfork();
    if (pid == 0) pthread_mutex_lock(&s->m[0]), kill(getpid(), SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    RET(EOWNERDEAD, pthread_mutex_lock(&s->m[0]));
    return finish();
}

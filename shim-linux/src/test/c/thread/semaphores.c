// POSIX semaphores: unnamed between threads and processes, named ones in /dev/shm, time-outs, try.
#include "../test.h"
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>

static sem_t items, *shared;
static int sum;
static void *consumer(void *unused) {
    for (int i = 0; i < 1000; i++) {
        sem_wait(&items);
        __atomic_add_fetch(&sum, 1, __ATOMIC_SEQ_CST);
    }
    return unused;
}

int main(void) {
    pthread_t threads[3];
    int value = -1;
    OK(sem_init(&items, 0, 2));
    OK(sem_trywait(&items));
    OK(sem_wait(&items));
    ERR(EAGAIN, sem_trywait(&items));
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    ERR(ETIMEDOUT, sem_timedwait(&items, &t));
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, consumer, NULL);
    for (int i = 0; i < 3000; i++) sem_post(&items);
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    EQ(3000, sum);
    OK(sem_getvalue(&items, &value));
    EQ(0, value);
    shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    OK(sem_init(&shared[0], 1, 0));
    OK(sem_init(&shared[1], 1, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        for (int i = 0; i < 500; i++) sem_wait(&shared[0]), sem_post(&shared[1]);
        _exit(0);
    }
    for (int i = 0; i < 500; i++) sem_post(&shared[0]), sem_wait(&shared[1]);
    STR("exit 0", reap(pid));
    char name[64];
    snprintf(name, sizeof name, "/isthmus-sem-%d", getpid());
    CHECK(sem_open(name, 0) == SEM_FAILED && errno == ENOENT);
    sem_t *named = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
    CHECK(named != SEM_FAILED);
    CHECK(sem_open(name, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED && errno == EEXIST);
    pid = xfork();
    if (pid == 0) {
        sem_t *own = sem_open(name, 0);
        OK(sem_wait(own));
        OK(sem_post(own));
        OK(sem_post(own));
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(sem_getvalue(named, &value));
    EQ(2, value);
    OK(sem_unlink(name));
    ERR(ENOENT, sem_unlink(name));
    OK(sem_close(named));
    return finish();
}

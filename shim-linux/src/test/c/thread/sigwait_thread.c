// A thread that waits for the process's signals with sigwait, as daemons and the JVM have one; the others block all.
#include "../test.h"
#include <pthread.h>

static volatile int got[3];
static void *waiter(void *set) {
    for (;;) {
        int signal = 0;
        sigwait(set, &signal);
        if (signal == SIGUSR1) got[0]++;
        if (signal == SIGALRM) got[1]++;
        if (signal == SIGTERM) return (void *)1;
    }
}
static void *worker(void *unused) {
    for (int i = 0; i < 200; i++) {
        int before = __atomic_load_n(&got[0], __ATOMIC_SEQ_CST);
        kill(getpid(), SIGUSR1);
        while (__atomic_load_n(&got[0], __ATOMIC_SEQ_CST) == before) sched_yield();
    }
    return unused;
}

int main(void) {
    pthread_t a, b;
    sigset_t set = set_of(SIGUSR1);
    sigaddset(&set, SIGALRM);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    pthread_create(&a, NULL, waiter, &set);
    pthread_create(&b, NULL, worker, NULL);
    pthread_join(b, NULL);
    CHECK(got[0] == 200);
    ualarm(5000, 0);
    AWAIT(got[1] == 1);
    pid_t parent = getpid(), pid = xfork();
    if (pid == 0) _exit(kill(parent, SIGTERM) ? 1 : 0);
    void *result = NULL;
    pthread_join(a, &result);
    CHECK(result == (void *)1);
    STR("exit 0", reap(pid));
    return finish();
}

// Signals and threads: pthread_kill hits one thread, kill any that does not block it; masks are per thread.
#include "../test.h"
#include <pthread.h>

static volatile int count;
static volatile pid_t who;
static pthread_barrier_t barrier;
static void on_signal(int signal) { (void)signal, who = gettid(), count++; }
static volatile pid_t ids[3];
static volatile int stop;

static void *body(void *argument) { // number 1 lets SIGUSR2 through, all others block it
    long me = (long)argument;
    sigset_t set = set_of(SIGUSR2);
    pthread_sigmask(me == 1 ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
    ids[me] = gettid();
    pthread_barrier_wait(&barrier);
    while (!stop) msleep(1);
    return NULL;
}

int main(void) {
    pthread_t threads[3];
    handle(SIGUSR1, on_signal, 0);
    handle(SIGUSR2, on_signal, 0);
    block(SIGUSR2);
    pthread_barrier_init(&barrier, NULL, 4);
    for (long i = 0; i < 3; i++) pthread_create(&threads[i], NULL, body, (void *)i);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 3; i++) {
        count = 0;
        RET(0, pthread_kill(threads[i], SIGUSR1));
        AWAIT(count == 1);
        CHECK(who == ids[i]);
    }
    for (int i = 0; i < 5; i++) {
        count = 0;
        kill(getpid(), SIGUSR2);
        AWAIT(count == 1);
        CHECK(who == ids[1]); // the only one that takes it
    }
    count = 0;
    RET(0, pthread_kill(threads[2], SIGUSR2)); // for this one only, which blocks it
    msleep(10);
    EQ(0, count);
    sigset_t pending, full;
    sigpending(&pending);
    CHECK(!sigismember(&pending, SIGUSR2)); // not pending for the process
    kill(getpid(), SIGUSR1); // the first thread is preferred if it can take it
    AWAIT(count == 1);
    CHECK(who == getpid());
    stop = 1;
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    EQ(1, count); // the blocked one went with its thread
    kill(getpid(), SIGUSR2);
    sigpending(&pending);
    CHECK(sigismember(&pending, SIGUSR2));
    sigfillset(&full);
    stop = 0; // a new thread inherits the mask of its maker
    pthread_sigmask(SIG_SETMASK, &full, &pending);
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&threads[1], NULL, body, (void *)1);
    pthread_barrier_wait(&barrier);
    AWAIT(count == 2);
    CHECK(who == ids[1]);
    stop = 1;
    pthread_join(threads[1], NULL);
    return finish();
}

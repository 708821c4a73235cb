// fork from a thread: the child has that thread only, as its first; locks, data and stack of it go along.
#include "../test.h"
#include <pthread.h>

static __thread int mine = 1;
static volatile int others;
static void *other(void *unused) {
    for (;;) others++;
    return unused;
}
static void *forker(void *unused) {
    (void)unused;
    int local = 5;
    mine = 2;
    pid_t tid = gettid();
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(gettid() == getpid() && gettid() != tid);
        CHECK(mine == 2 && local == 5);
        CHECK(strstr(get("/proc/self/status"), "\nThreads:\t1\n") != NULL);
        int before = others;
        msleep(5);
        CHECK(others == before); // the other one does not run here
        pthread_t t; // but new ones can be made
        pthread_create(&t, NULL, other, NULL);
        AWAIT(others != before);
        exit(finish());
    }
    return (void *)(long)(strcmp(reap(pid), "exit 0") != 0);
}

int main(void) {
    pthread_t a, b;
    void *result;
    pthread_create(&a, NULL, other, NULL);
    AWAIT(others != 0);
    for (int i = 0; i < 3; i++) {
        pthread_create(&b, NULL, forker, NULL);
        pthread_join(b, &result);
        CHECK(result == NULL);
    }
    EQ(1, mine);
    pid_t pid = xfork(); // any thread may wait for any child of the process
    if (pid == 0) _exit(4);
    pthread_cancel(a);
    STR("exit 4", reap(pid));
    return finish();
}

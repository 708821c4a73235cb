// How threads and their process end: the first thread may go before others, exit ends all, a crash kills all.
#include "../test.h"
#include <pthread.h>

static void *exits(void *unused) {
    msleep(10);
    exit(7);
    return unused;
}
static void *outlives(void *unused) {
    msleep(20);
    if (getpid() == gettid()) _exit(1);
    _exit(8);
    return unused;
}
static void *returns(void *unused) {
    msleep(10);
    return unused;
}
static void *crashes(void *unused) {
    *(volatile int *)8 = 1;
    return unused;
}
static void *raw_exit(void *unused) {
    syscall(SYS_exit, 9); // ends this thread only
    return unused;
}
static void *spins(void *unused) {
    for (volatile int i = 0;; i++) {
    }
    return unused;
}

static void *pauses(void *unused) {
    for (;;) pause();
    return unused;
}

static const char *with(void *(*body)(void *), int first) { // 0 sleeps, 1 leaves by pthread_exit, 2 by exit
    pid_t pid = xfork();
    if (pid) return reap(pid);
    pthread_t t;
    pthread_create(&t, NULL, body, NULL);
    if (first == 1) pthread_exit(NULL);
    if (first == 2) exit(5);
    for (;;) pause();
}

int main(void) {
    STR("exit 7", with(exits, 0));
    STR("exit 7", with(exits, 1));
    STR("exit 8", with(outlives, 1));
    STR("exit 0", with(returns, 1)); // the last one to go ends the process
    STR("killed by SIGSEGV", with(crashes, 0));
    STR("killed by SIGSEGV", with(crashes, 1));
    STR("exit 5", with(spins, 2));
    pid_t pid = xfork();
    if (pid == 0) {
        pthread_t t;
        pthread_create(&t, NULL, raw_exit, NULL);
        pthread_join(t, NULL);
        _exit(3);
    }
    STR("exit 3", reap(pid));
    pid = xfork();
    if (pid == 0) {
        pthread_t t;
        for (int i = 0; i < 3; i++) pthread_create(&t, NULL, i == 0 ? spins : pauses, NULL);
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    STR("killed by SIGKILL", reap(pid));
    return finish();
}

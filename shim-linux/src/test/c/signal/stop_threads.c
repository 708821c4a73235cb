// A stop signal stops every thread of a process, SIGCONT lets all go on; a fatal one ends all at once.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>

static volatile long *counters;
static void *count(void *argument) {
    volatile long *mine = counters + (long)argument * 16;
    for (;;) {
        ++*mine;
        if ((long)argument == 1) getppid(); // one makes calls, one computes, one sleeps
        if ((long)argument == 2) usleep(500);
    }
    return NULL;
}
static bool moving(int which) {
    long before = counters[which * 16];
    long long until = now_ms() + 10000;
    while (counters[which * 16] == before && now_ms() < until) msleep(1);
    return counters[which * 16] != before;
}

int main(void) {
    int status;
    counters = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        pthread_t t;
        for (long i = 0; i < 3; i++) pthread_create(&t, NULL, count, (void *)i);
        for (;;) pause();
    }
    CHECK(moving(0) && moving(1) && moving(2));
    for (int round = 0; round < 3; round++) {
        OK(kill(pid, SIGSTOP));
        CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
        msleep(5);
        long before[3] = {counters[0], counters[16], counters[32]};
        msleep(20);
        CHECK(counters[0] == before[0] && counters[16] == before[1] && counters[32] == before[2]);
        OK(kill(pid, SIGCONT));
        CHECK(moving(0) && moving(1) && moving(2));
    }
    OK(kill(pid, SIGTERM));
    STR("killed by SIGTERM", reap(pid));
    long before[3] = {counters[0], counters[16], counters[32]};
    msleep(10);
    CHECK(counters[0] == before[0] && counters[16] == before[1] && counters[32] == before[2]);
    return finish();
}

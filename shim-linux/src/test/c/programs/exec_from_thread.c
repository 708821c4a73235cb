// exec from a thread that is not the first: all other threads end, and the new program has the process's id.
#include "../test.h"
#include <pthread.h>

static char *self;
static volatile int running, turns;

static void *spin(void *unused) {
    __atomic_add_fetch(&running, 1, __ATOMIC_SEQ_CST);
    for (;;) turns++;
    return unused;
}
static void *sleep_long(void *unused) {
    __atomic_add_fetch(&running, 1, __ATOMIC_SEQ_CST);
    pause();
    return unused;
}
static void *exec_it(void *unused) {
    while (running < 2) msleep(1);
    char id[16];
    snprintf(id, sizeof id, "%d", getpid());
    execl(self, self, "child", id, NULL);
    return unused;
}

int main(int argc, char **argv) {
    self = argv[0];
    if (argc > 2) {
        CHECK(getpid() == atoi(argv[2]));
        CHECK(gettid() == getpid());
        char path[32];
        snprintf(path, sizeof path, "/proc/self/task/%d", getpid());
        CHECK(access(path, F_OK) == 0);
        CHECK(strstr(get("/proc/self/status"), "Threads:\t1\n") != NULL);
        return finish();
    }
    for (int i = 0; i < 3; i++) {
        pid_t pid = xfork();
        if (pid == 0) {
            pthread_t t;
            running = 0;
            pthread_create(&t, NULL, spin, NULL);
            pthread_create(&t, NULL, sleep_long, NULL);
            pthread_create(&t, NULL, exec_it, NULL);
            if (i == 1) pthread_exit(NULL); // the first thread is gone already
            pause();
        }
        STR("exit 0", reap(pid));
    }
    return finish();
}

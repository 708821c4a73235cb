// /proc/self/task and /proc/thread-self: one directory a thread, their names and states, gone when they are.
#include "../test.h"
#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>

static volatile int ready, stop;
static volatile pid_t tid;
static void *body(void *unused) {
    char path[64], target[64] = {0}, want[64];
    prctl(PR_SET_NAME, "helper");
    tid = gettid();
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
    STR("helper\n", get(path));
    STR("helper\n", get("/proc/thread-self/comm"));
    CHECK(readlink("/proc/thread-self", target, sizeof target - 1) > 0);
    snprintf(want, sizeof want, "%d/task/%d", getpid(), tid);
    CHECK(!strcmp(target, want));
    ready = 1;
    while (!stop) msleep(1);
    return unused;
}
static int tasks(void) {
    int count = 0;
    DIR *d = opendir("/proc/self/task");
    for (struct dirent *e; (e = readdir(d));) count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

int main(void) {
    pthread_t t;
    char path[64], want[64];
    EQ(1, tasks());
    pthread_create(&t, NULL, body, NULL);
    AWAIT(ready);
    EQ(2, tasks());
    snprintf(path, sizeof path, "/proc/self/task/%d/status", tid);
    snprintf(want, sizeof want, "Tgid:\t%d\n", getpid());
    CHECK(strstr(get(path), want) != NULL);
    snprintf(want, sizeof want, "\nPid:\t%d\n", tid);
    CHECK(strstr(get(path), want) != NULL);
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
    put(path, "renamed");
    STR("renamed\n", get(path));
    STR("threads\n", get("/proc/self/comm"));
    snprintf(path, sizeof path, "/proc/%d/comm", tid); // reachable, though not listed
    STR("renamed\n", get(path));
    stop = 1;
    pthread_join(t, NULL);
    AWAIT(tasks() == 1);
    snprintf(path, sizeof path, "/proc/self/task/%d", tid);
    ERR(ENOENT, access(path, F_OK));
    snprintf(path, sizeof path, "/proc/self/task/%d", getppid());
    ERR(ENOENT, access(path, F_OK)); // somebody else's
    return finish();
}

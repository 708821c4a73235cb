// /proc/self/fdinfo of what has no contents: counters, timers, signal sets, and what is watched.
#include "../test.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

static const char *info(int fd) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    return get(path);
}
#define HAS(fd, ...) CHECK(strstr(info(fd), __VA_ARGS__) != NULL)

int main(void) {
    char line[128];
    int e = MUST(eventfd(500, EFD_SEMAPHORE | EFD_NONBLOCK));
    CHECK(!strncmp(info(e), "pos:\t0\nflags:\t04002\n", 20));
    HAS(e, "\neventfd-count:              1f4\n");

    int ep = MUST(epoll_create1(EPOLL_CLOEXEC));
    CHECK(!strncmp(info(ep), "pos:\t0\nflags:\t02000002\n", 23));
    CHECK(strstr(info(ep), "tfd:") == NULL);
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLET, .data.u64 = 0x123456789a};
    OK(epoll_ctl(ep, EPOLL_CTL_ADD, e, &wanted));
    snprintf(line, sizeof line, "\ntfd: %8d events: %8x data: %16llx  pos:0 ino:", e, EPOLLIN | EPOLLET | EPOLLERR | EPOLLHUP,
             0x123456789aULL);
    HAS(ep, line);
    OK(epoll_ctl(ep, EPOLL_CTL_DEL, e, NULL));
    CHECK(strstr(info(ep), "tfd:") == NULL);

    int t = MUST(timerfd_create(CLOCK_MONOTONIC, 0));
    HAS(t, "\nclockid: 1\nticks: 0\nsettime flags: 00\nit_value: (0, 0)\nit_interval: (0, 0)\n");
    struct itimerspec spec = {{3, 5}, {1000, 0}};
    OK(timerfd_settime(t, 0, &spec, NULL));
    HAS(t, "\nit_value: (999, ");
    HAS(t, "\nit_interval: (3, 5)\n");
    spec.it_value = (struct timespec){0, 1};
    OK(timerfd_settime(t, TFD_TIMER_ABSTIME, &spec, NULL));
    AWAIT(strstr(info(t), "\nticks: 0\n") == NULL);
    HAS(t, "\nsettime flags: 01\n");

    sigset_t set = set_of(SIGUSR1);
    sigaddset(&set, 64);
    int s = MUST(signalfd(-1, &set, 0));
    HAS(s, "\nsigmask:\t8000000000000200\n");

    int i = MUST(inotify_init());
    struct stat st;
    put("watched", "");
    MUST(stat("watched", &st));
    EQ(1, inotify_add_watch(i, ".", IN_CREATE | IN_ONLYDIR));
    EQ(2, inotify_add_watch(i, "watched", IN_ALL_EVENTS | IN_ONESHOT));
    snprintf(line, sizeof line, "\ninotify wd:2 ino:%llx sdev:", (unsigned long long)st.st_ino);
    HAS(i, line);
    HAS(i, " mask:80000fff ignored_mask:0");
    HAS(i, "\ninotify wd:1 ino:");
    HAS(i, " mask:100 ignored_mask:0");
    return finish();
}

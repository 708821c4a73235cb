// timerfd with blocking reads, poll and epoll, real and boot clocks, re-arming, changing mode, fork.
#include "../test.h"
#include <sys/epoll.h>
#include <sys/timerfd.h>

static void arm(int fd, long first_ns, long every_ns) {
    MUST(timerfd_settime(fd, 0, &(struct itimerspec){{0, every_ns}, {0, first_ns}}, NULL));
}

int main(void) {
    uint64_t count;
    clockid_t clocks[] = {CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME};
    for (int i = 0; i < 3; i++) {
        int t = timerfd_create(clocks[i], 0);
        CHECK(t >= 0);
        long long start = now_ms();
        arm(t, 20000000, 0);
        EQ(8, read(t, &count, 8)); // sleeps until then
        EQ(1, count);
        CHECK(now_ms() - start >= 19);
        struct timespec now;
        clock_gettime(clocks[i], &now);
        now.tv_nsec += 10000000;
        if (now.tv_nsec > 999999999) now.tv_nsec -= 1000000000, now.tv_sec++;
        MUST(timerfd_settime(t, TFD_TIMER_ABSTIME, &(struct itimerspec){.it_value = now}, NULL));
        EQ(8, read(t, &count, 8));
        close(t);
    }
    int t = MUST(timerfd_create(CLOCK_MONOTONIC, 0)), e = MUST(epoll_create1(0));
    struct epoll_event event = {EPOLLIN | EPOLLET, {0}};
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, t, &event));
    arm(t, 3000000, 3000000);
    int edges = 0;
    while (edges < 5 && epoll_wait(e, &event, 1, 10000) == 1) // an edge for each expiration that has been read
        edges += read(t, &count, 8) == 8;
    EQ(5, edges);
    MUST(timerfd_settime(t, 0, &(struct itimerspec){.it_value = {100, 0}}, NULL)); // re-arming forgets what has expired
    MUST(fcntl(t, F_SETFL, O_NONBLOCK));
    ERR(EAGAIN, read(t, &count, 8));
    arm(t, 5000000, 0);
    pid_t pid = xfork(); // shared with the child
    if (pid == 0) {
        MUST(fcntl(t, F_SETFL, 0));
        _exit(read(t, &count, 8) == 8 ? 0 : 1);
    }
    STR("exit 0", reap(pid));
    MUST(fcntl(t, F_SETFL, O_NONBLOCK));
    ERR(EAGAIN, read(t, &count, 8)); // the child has taken it
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int r = MUST(timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK));
    now.tv_sec += 1000;
    OK(timerfd_settime(r, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &(struct itimerspec){.it_value = now}, NULL));
    ERR(EAGAIN, read(r, &count, 8)); // nobody has set the clock
    struct itimerspec left;
    OK(timerfd_gettime(r, &left));
    CHECK(left.it_value.tv_sec >= 998 && left.it_value.tv_sec <= 1000);
    ERR(EINVAL, timerfd_settime(r, 0x100, &left, NULL));
    return finish();
}

// timerfd: one shot and periodic, counts of expirations, disarming, absolute times, errors.
#include "../test.h"
#include <poll.h>
#include <sys/timerfd.h>

int main(void) {
    uint64_t count;
    int t = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    CHECK(t >= 0 && fcntl(t, F_GETFD) == FD_CLOEXEC);
    ERR(EAGAIN, read(t, &count, 8));
    struct itimerspec once = {.it_value = {100, 0}}, old;
    OK(timerfd_settime(t, 0, &once, NULL));
    OK(timerfd_gettime(t, &old));
    CHECK(old.it_value.tv_sec >= 50 && old.it_value.tv_sec <= 100 && old.it_interval.tv_nsec == 0);
    once.it_value = (struct timespec){0, 20000000};
    OK(timerfd_settime(t, 0, &once, NULL));
    struct pollfd f = {t, POLLIN, 0};
    EQ(1, poll(&f, 1, -1));
    EQ(8, read(t, &count, 8));
    EQ(1, count);
    ERR(EAGAIN, read(t, &count, 8));
    OK(timerfd_gettime(t, &old));
    CHECK(old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0);
    struct itimerspec often = {{0, 5000000}, {0, 1000000}};
    OK(timerfd_settime(t, 0, &often, NULL));
    msleep(40);
    EQ(8, read(t, &count, 8));
    CHECK(count >= 7);
    OK(timerfd_settime(t, 0, &(struct itimerspec){0}, &old)); // disarms, returns what was
    CHECK(old.it_interval.tv_nsec == 5000000);
    ERR(EAGAIN, read(t, &count, 8));
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct itimerspec past = {.it_value = {now.tv_sec - 1, 0}};
    OK(timerfd_settime(t, TFD_TIMER_ABSTIME, &past, NULL));
    EQ(1, poll(&f, 1, -1)); // a time in the past fires at once
    EQ(8, read(t, &count, 8));
    EQ(1, count);
    ERR(EINVAL, timerfd_create(99, 0));
    ERR(EINVAL, timerfd_create(CLOCK_MONOTONIC, 1 << 30));
    ERR(EINVAL, timerfd_settime(t, 0, &(struct itimerspec){.it_value = {0, 1000000000}}, NULL));
    ERR(EINVAL, timerfd_settime(0, 0, &once, NULL));
    ERR(EBADF, timerfd_settime(99, 0, &once, NULL));
    ERR(EINVAL, read(t, &count, 4));
    return finish();
}

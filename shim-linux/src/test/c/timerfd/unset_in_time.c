// Once a timer is unset it has not run out, even if it was just about to.
#include "../test.h"
#include <sys/timerfd.h>

enum { ROUNDS = 3000 };

static void spin(long nanoseconds) {
    struct timespec t, now;
    clock_gettime(CLOCK_MONOTONIC, &t);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - t.tv_sec) * 1000000000L + now.tv_nsec - t.tv_nsec < nanoseconds);
}

int main(void) {
    int fd = MUST(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK)), late = 0;
    uint64_t count;
    for (int i = 0; i < ROUNDS; i++) {
        int delay = 100000 + i % 7 * 20000;
        MUST(timerfd_settime(fd, 0, &(struct itimerspec){{0, 0}, {0, delay}}, NULL));
        spin(delay + i % 200 * 500);
        MUST(timerfd_settime(fd, 0, &(struct itimerspec){{0, 0}, {0, 0}}, NULL));
        late += read(fd, &count, sizeof count) == sizeof count;
    }
    EQ(0, late);
    return finish();
}

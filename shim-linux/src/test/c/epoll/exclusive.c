// EPOLLEXCLUSIVE wakes somebody who waits, past instances in which nobody does, and one of several who wait.
#include "../test.h"
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

enum { ROUNDS = 50 };

static int fd, taken;

static void *take(void *instance) {
    struct epoll_event event;
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t value;
        if (epoll_wait(*(int *)instance, &event, 1, 5000) != 1 || read(fd, &value, 8) != 8) break;
        __atomic_add_fetch(&taken, 1, __ATOMIC_SEQ_CST);
    }
    return NULL;
}

int main(void) {
    fd = MUST(eventfd(0, 0));
    int instances[3];
    struct epoll_event event = {EPOLLIN | EPOLLEXCLUSIVE, {0}};
    for (int i = 0; i < 3; i++) {
        instances[i] = MUST(epoll_create1(0));
        MUST(epoll_ctl(instances[i], EPOLL_CTL_ADD, fd, &event));
    }
    pthread_t thread;
    EQ(0, pthread_create(&thread, NULL, take, &instances[1]));
    for (int i = 0; i < ROUNDS; i++) {
        long long end = now_ms() + 5000;
        msleep(i % 3);
        MUST(write(fd, &(uint64_t){1}, 8));
        while (__atomic_load_n(&taken, __ATOMIC_SEQ_CST) <= i && now_ms() < end) sched_yield();
    }
    EQ(ROUNDS, __atomic_load_n(&taken, __ATOMIC_SEQ_CST));
    EQ(0, pthread_join(thread, NULL));
    MUST(write(fd, &(uint64_t){1}, 8));
    for (int i = 0; i < 3; i++) EQ(1, epoll_wait(instances[i], &event, 1, 0)); // each heard, as nobody waited
    return finish();
}

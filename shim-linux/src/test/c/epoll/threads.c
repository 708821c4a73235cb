// Several threads in epoll_wait on one object: an edge wakes one; EPOLLEXCLUSIVE; adding while another waits.
#include "../test.h"
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int e, taken, wakes, stop;
static void *server(void *unused) {
    struct epoll_event got;
    for (;;) {
        int n = epoll_wait(e, &got, 1, -1);
        if (n == 1 && got.data.fd == stop) return unused;
        __atomic_add_fetch(&wakes, 1, __ATOMIC_SEQ_CST);
        uint64_t value;
        if (n == 1 && read(got.data.fd, &value, 8) == 8) __atomic_add_fetch(&taken, (int)value, __ATOMIC_SEQ_CST);
    }
}

int main(void) {
    pthread_t threads[3];
    e = MUST(epoll_create1(0));
    stop = MUST(eventfd(0, 0));
    struct epoll_event event = {EPOLLIN, {.fd = stop}};
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, stop, &event));
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, server, NULL);
    msleep(10);
    int fd = MUST(eventfd(0, EFD_NONBLOCK));
    event = (struct epoll_event){EPOLLIN | EPOLLET, {.fd = fd}};
    OK(epoll_ctl(e, EPOLL_CTL_ADD, fd, &event)); // while they sleep in it
    for (int i = 1; i <= 100; i++) {
        MUST(write(fd, &(uint64_t){1}, 8));
        if (i % 10 == 0)
            while (__atomic_load_n(&taken, __ATOMIC_SEQ_CST) < i) msleep(1);
    }
    AWAIT(__atomic_load_n(&taken, __ATOMIC_SEQ_CST) == 100);
    CHECK(__atomic_load_n(&wakes, __ATOMIC_SEQ_CST) <= 100); // one thread for an edge, never all of them
    MUST(write(stop, &(uint64_t){1}, 8)); // level-triggered: all see it
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    int x = MUST(epoll_create1(0));
    event.events = EPOLLIN | EPOLLEXCLUSIVE;
    OK(epoll_ctl(x, EPOLL_CTL_ADD, fd, &event));
    ERR(EINVAL, epoll_ctl(x, EPOLL_CTL_MOD, fd, &event));
    MUST(write(fd, &(uint64_t){1}, 8));
    EQ(1, epoll_wait(x, &event, 1, -1));
    event.events = EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT;
    ERR(EINVAL, epoll_ctl(x, EPOLL_CTL_ADD, stop, &event));
    return finish();
}

// epoll, level-triggered: add, report until drained, modify, delete, errors.
#include "../test.h"
#include <sys/epoll.h>

int main(void) {
    int p[2], e = epoll_create1(EPOLL_CLOEXEC);
    CHECK(e >= 0 && fcntl(e, F_GETFD) == FD_CLOEXEC);
    MUST(pipe(p));
    struct epoll_event event = {EPOLLIN, {.u64 = 0x123456789abcdef}}, got[4];
    OK(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &event));
    ERR(EEXIST, epoll_ctl(e, EPOLL_CTL_ADD, p[0], &event));
    EQ(0, epoll_wait(e, got, 4, 0));
    MUST(write(p[1], "ab", 2));
    for (int i = 0; i < 2; i++) {
        char c;
        EQ(1, epoll_wait(e, got, 4, -1));
        CHECK(got[0].events == EPOLLIN && got[0].data.u64 == 0x123456789abcdef);
        EQ(1, epoll_wait(e, got, 4, -1)); // still there
        MUST(read(p[0], &c, 1));
    }
    EQ(0, epoll_wait(e, got, 4, 0));
    event = (struct epoll_event){EPOLLOUT, {.fd = p[1]}};
    OK(epoll_ctl(e, EPOLL_CTL_ADD, p[1], &event));
    EQ(1, epoll_wait(e, got, 4, -1));
    CHECK(got[0].events == EPOLLOUT && got[0].data.fd == p[1]);
    event.events = 0;
    OK(epoll_ctl(e, EPOLL_CTL_MOD, p[1], &event));
    EQ(0, epoll_wait(e, got, 4, 0));
    OK(epoll_ctl(e, EPOLL_CTL_DEL, p[1], NULL));
    ERR(ENOENT, epoll_ctl(e, EPOLL_CTL_DEL, p[1], NULL));
    ERR(ENOENT, epoll_ctl(e, EPOLL_CTL_MOD, p[1], &event));
    close(p[1]);
    EQ(1, epoll_wait(e, got, 4, -1));
    EQ(EPOLLHUP, got[0].events);
    ERR(EBADF, epoll_ctl(e, EPOLL_CTL_ADD, 99, &event));
    ERR(EBADF, epoll_ctl(99, EPOLL_CTL_ADD, p[0], &event));
    ERR(EINVAL, epoll_ctl(p[0], EPOLL_CTL_ADD, e, &event));
    ERR(EINVAL, epoll_ctl(e, EPOLL_CTL_ADD, e, &event));
    ERR(EINVAL, epoll_ctl(e, 99, p[0], &event));
    ERR(EPERM, epoll_ctl(e, EPOLL_CTL_ADD, MUST(open("/proc/self/exe", O_RDONLY)), &event));
    ERR(EINVAL, epoll_wait(e, got, 0, 0));
    ERR(EINVAL, epoll_wait(p[0], got, 4, 0));
    ERR(EFAULT, epoll_ctl(e, EPOLL_CTL_ADD, p[0], (void *)16));
    ERR(EINVAL, epoll_create1(1));
    ERR(EINVAL, epoll_create(0));
    return finish();
}

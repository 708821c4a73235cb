// epoll in epoll, in poll and in select: readiness passes through; loops and too deep nesting are refused.
#include "../test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

int main(void) {
    int p[2], inner = MUST(epoll_create1(0)), outer = MUST(epoll_create1(0));
    struct epoll_event in = {EPOLLIN, {.u32 = 1}}, got[4];
    MUST(pipe(p));
    OK(epoll_ctl(inner, EPOLL_CTL_ADD, p[0], &in));
    in.data.u32 = 2;
    OK(epoll_ctl(outer, EPOLL_CTL_ADD, inner, &in));
    EQ(0, epoll_wait(outer, got, 4, 0));
    MUST(write(p[1], "x", 1));
    EQ(1, epoll_wait(outer, got, 4, -1));
    CHECK(got[0].data.u32 == 2 && got[0].events == EPOLLIN);
    struct pollfd f = {inner, POLLIN | POLLOUT, 0};
    EQ(1, poll(&f, 1, -1));
    EQ(POLLIN, f.revents);
    fd_set r;
    FD_ZERO(&r); FD_SET(outer, &r);
    EQ(1, select(outer + 1, &r, NULL, NULL, NULL));
    char c;
    MUST(read(p[0], &c, 1));
    EQ(0, poll(&f, 1, 0));
    EQ(0, epoll_wait(outer, got, 4, 0));
    ERR(ELOOP, epoll_ctl(inner, EPOLL_CTL_ADD, outer, &in));
    int chain[8];
    chain[0] = inner;
    int depth = 0;
    for (int i = 1; i < 8; i++) {
        chain[i] = MUST(epoll_create1(0));
        if (epoll_ctl(chain[i], EPOLL_CTL_ADD, chain[i - 1], &in) == -1) {
            EQ(ELOOP, errno);
            break;
        }
        depth++;
    }
    EQ(4, depth);
    pid_t pid = xfork(); // a sleeping outer wait wakes through the inner one
    if (pid == 0) {
        msleep(15);
        MUST(write(p[1], "x", 1));
        _exit(0);
    }
    EQ(1, epoll_wait(outer, got, 4, 10000));
    STR("exit 0", reap(pid));
    struct epoll_event edge = {EPOLLIN | EPOLLET, {.u32 = 3}};
    OK(epoll_ctl(outer, EPOLL_CTL_MOD, inner, &edge));
    EQ(1, epoll_wait(outer, got, 4, 0));
    EQ(0, epoll_wait(outer, got, 4, 0));
    MUST(write(p[1], "y", 1));
    EQ(1, epoll_wait(outer, got, 4, 0));
    OK(epoll_ctl(outer, EPOLL_CTL_DEL, inner, NULL));
    EQ(0, epoll_wait(outer, got, 4, 0));
    return finish();
}

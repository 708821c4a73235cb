// A registration ends with the last descriptor of the open file, not with the one that was registered.
#include "../test.h"
#include <sys/epoll.h>

int main(void) {
    int p[2], e = MUST(epoll_create1(0));
    struct epoll_event in = {EPOLLIN, {.u32 = 7}}, got[4];
    MUST(pipe(p));
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &in));
    int copy = MUST(dup(p[0]));
    MUST(write(p[1], "x", 1));
    close(p[0]);
    EQ(1, epoll_wait(e, got, 4, 0)); // still open through the copy
    EQ(7, got[0].data.u32);
    ERR(EBADF, epoll_ctl(e, EPOLL_CTL_DEL, p[0], NULL)); // and out of reach
    EQ(p[0], dup(copy)); // the same number for the same open file: reachable again
    OK(epoll_ctl(e, EPOLL_CTL_MOD, p[0], &in));
    in.data.u32 = 8;
    OK(epoll_ctl(e, EPOLL_CTL_ADD, copy, &in)); // another descriptor is another entry
    EQ(2, epoll_wait(e, got, 4, 0));
    close(copy), close(p[0]);
    EQ(0, epoll_wait(e, got, 4, 0));
    MUST(pipe(p)); // the numbers come back with another file: nothing is left of the old entry
    OK(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &in));
    MUST(write(p[1], "x", 1));
    EQ(1, epoll_wait(e, got, 4, 0));
    pid_t pid = xfork();
    if (pid == 0) { // fork shares the epoll object: its file stays open in the parent
        close(p[0]);
        EQ(1, epoll_wait(e, got, 4, 0));
        struct epoll_event out = {EPOLLOUT, {.u32 = 9}};
        OK(epoll_ctl(e, EPOLL_CTL_ADD, p[1], &out));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(2, epoll_wait(e, got, 4, 0)); // the child's entry is here, too
    int e2 = MUST(dup(e));
    close(e);
    EQ(2, epoll_wait(e2, got, 4, 0));
    EQ(1, epoll_wait(e2, got, 1, 0)); // as many as asked for, in turn
    uint32_t first = got[0].data.u32;
    EQ(1, epoll_wait(e2, got, 1, 0));
    CHECK(got[0].data.u32 != first);
    close(e2);
    ERR(EBADF, epoll_wait(e2, got, 1, 0));
    return finish();
}

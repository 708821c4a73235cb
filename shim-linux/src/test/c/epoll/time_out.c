// Time-outs of epoll_wait and epoll_pwait2; waking up a sleeper; wrong arguments.
#include "../test.h"
#include <sys/epoll.h>

int main(void) {
    int p[2], e = MUST(epoll_create1(0));
    struct epoll_event in = {EPOLLIN, {.ptr = &p}}, got[4];
    MUST(pipe(p));
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &in));
    long long start = now_ms();
    EQ(0, epoll_wait(e, got, 4, 30));
    CHECK(now_ms() - start >= 29);
    start = now_ms();
    long n = syscall(SYS_epoll_pwait2, e, got, 4, &(struct timespec){0, 20000000}, NULL, 8);
    CHECK(n == 0 || (n == -1 && errno == ENOSYS)); // newer: callers fall back
    CHECK(n == -1 || now_ms() - start >= 19);
    pid_t pid = xfork();
    if (pid == 0) {
        msleep(15);
        MUST(write(p[1], "x", 1));
        _exit(0);
    }
    EQ(1, epoll_wait(e, got, 4, 10000));
    CHECK(got[0].data.ptr == &p);
    STR("exit 0", reap(pid));
    ERR(EINVAL, epoll_wait(e, got, -1, 0));
    ERR(EFAULT, syscall(SYS_epoll_wait, e, 16, 4, 0));
    char unaligned[64]; // the structure is packed
    EQ(1, epoll_wait(e, (struct epoll_event *)(unaligned + 1), 4, 0));
    EQ(12, sizeof(struct epoll_event));
    struct stat s;
    OK(fstat(e, &s));
    CHECK((s.st_mode & S_IFMT) == 0); // an anonymous inode
    return finish();
}

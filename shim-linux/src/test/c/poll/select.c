// select and pselect: the three sets, the count, time-outs and what becomes of them, large descriptors, errors.
#include "../test.h"
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>

int main(void) {
    int p[2];
    fd_set r, w;
    MUST(pipe(p));
    FD_ZERO(&r); FD_ZERO(&w);
    FD_SET(p[0], &r); FD_SET(p[1], &w);
    struct timeval t = {0, 0};
    EQ(1, select(p[1] + 1, &r, &w, NULL, &t));
    CHECK(!FD_ISSET(p[0], &r) && FD_ISSET(p[1], &w));
    MUST(write(p[1], "x", 1));
    FD_SET(p[0], &r);
    EQ(2, select(p[1] + 1, &r, &w, NULL, NULL));
    CHECK(FD_ISSET(p[0], &r) && FD_ISSET(p[1], &w));
    EQ(0, select(p[0], &r, NULL, NULL, &t)); // below the given number only
    char c;
    MUST(read(p[0], &c, 1));
    FD_SET(p[0], &r);
    t = (struct timeval){0, 30000};
    long long start = now_ms();
    EQ(0, select(p[0] + 1, &r, NULL, NULL, &t));
    CHECK(now_ms() - start >= 29);
    CHECK(t.tv_sec == 0 && t.tv_usec == 0); // Linux writes back what is left
    CHECK(!FD_ISSET(p[0], &r));
    t = (struct timeval){5, 0};
    FD_SET(p[1], &w);
    EQ(1, select(p[1] + 1, NULL, &w, NULL, &t));
    CHECK(t.tv_sec < 5 || t.tv_usec == 0);
    struct timespec ts = {0, 10000000};
    FD_ZERO(&r); FD_SET(p[0], &r);
    EQ(0, pselect(p[0] + 1, &r, NULL, NULL, &ts, NULL));
    EQ(10000000, ts.tv_nsec); // the C library's pselect does not
    close(p[1]);
    FD_SET(p[0], &r);
    EQ(1, select(p[0] + 1, &r, NULL, NULL, NULL)); // the end is readable
    MUST(dup2(p[0], 98)); // the table is as large as its largest number wants; what lies beyond it is passed over in silence
    FD_ZERO(&r); FD_SET(99, &r);
    ERR(EBADF, select(100, &r, NULL, NULL, NULL));
    ERR(EINVAL, select(-1, NULL, NULL, NULL, &t));
    ERR(EINVAL, syscall(SYS_select, 0, NULL, NULL, NULL, &(struct timeval){-1, 0}));
    ERR(EFAULT, syscall(SYS_select, 10, 16, NULL, NULL, NULL));
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_NOFILE, &limit));
    if (limit.rlim_cur < 1200 && limit.rlim_max >= 1200) limit.rlim_cur = 1200, setrlimit(RLIMIT_NOFILE, &limit);
    static unsigned long big[64], none[64]; // more than FD_SETSIZE, as the kernel allows
    MUST(dup2(p[0], 1100));
    big[1100 / 64] |= 1UL << 1100 % 64;
    EQ(1, syscall(SYS_select, 1101, big, none, NULL, NULL));
    CHECK(big[1100 / 64] == 1UL << 1100 % 64);
    int s[2]; // exceptional: nothing for ordinary data
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    MUST(write(s[1], "x", 1));
    fd_set e;
    FD_ZERO(&r); FD_ZERO(&e); FD_SET(s[0], &r); FD_SET(s[0], &e);
    EQ(1, select(s[0] + 1, &r, NULL, &e, NULL));
    CHECK(FD_ISSET(s[0], &r) && !FD_ISSET(s[0], &e));
    return finish();
}

// RLIMIT_NOFILE: the highest descriptor is the limit less one; over it EMFILE, and dup2 to it is EBADF.
#include "../test.h"
#include <sys/resource.h>

int main(void) {
    struct rlimit limit;
    OK(getrlimit(RLIMIT_NOFILE, &limit));
    CHECK(limit.rlim_cur <= limit.rlim_max && limit.rlim_cur >= 256);
    limit.rlim_cur = 20;
    OK(setrlimit(RLIMIT_NOFILE, &limit));
    EQ(20, sysconf(_SC_OPEN_MAX));
    int highest = -1, fd, count = 0;
    for (int i = 3; i < 20; i++) close(i);
    while ((fd = open("/dev/null", O_RDONLY)) != -1) highest = fd, count++;
    EQ(EMFILE, errno);
    EQ(19, highest);
    EQ(17, count);
    ERR(EMFILE, dup(0));
    ERR(EBADF, dup2(0, 20));
    OK(dup2(0, 19));
    ERR(EINVAL, fcntl(0, F_DUPFD, 20));
    ERR(EMFILE, fcntl(0, F_DUPFD, 19));
    int ends[2];
    ERR(EMFILE, pipe(ends));
    close(7);
    ERR(EMFILE, pipe(ends)); // one free is not enough, and stays free
    EQ(7, open("/dev/null", O_RDONLY));
    limit.rlim_cur = 10; // lowering keeps what is open
    OK(setrlimit(RLIMIT_NOFILE, &limit));
    CHECK(fcntl(19, F_GETFD) >= 0);
    ERR(EMFILE, dup(0));
    return finish();
}

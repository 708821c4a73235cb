// Non-blocking pipes: EAGAIN when empty and when full, partial writes only beyond PIPE_BUF; the flag is the open file's.
#include "../test.h"
#include <limits.h>

int main(void) {
    static char block[200000];
    int p[2];
    OK(pipe2(p, O_NONBLOCK | O_CLOEXEC));
    CHECK(fcntl(p[0], F_GETFD) == FD_CLOEXEC && (fcntl(p[1], F_GETFL) & O_NONBLOCK));
    ERR(EAGAIN, read(p[0], block, 1));
    EQ(65536, write(p[1], block, sizeof block)); // what fits
    ERR(EAGAIN, write(p[1], block, 1));
    EQ(4096, read(p[0], block, 4096));
    EQ(4096, write(p[1], block, 5000)); // more than PIPE_BUF may be cut
    ERR(EAGAIN, write(p[1], block, 4096));
    EQ(100, read(p[0], block, 100));
    ERR(EAGAIN, write(p[1], block, PIPE_BUF)); // not cut: all or nothing
    EQ(4096 * 2 - 100, read(p[0], block, 4096 * 2 - 100));
    EQ(PIPE_BUF, write(p[1], block, PIPE_BUF));
    int d = dup(p[0]);
    MUST(fcntl(d, F_SETFL, 0)); // shared with what it was copied from
    CHECK(!(fcntl(p[0], F_GETFL) & O_NONBLOCK));
    CHECK(fcntl(p[1], F_GETFL) & O_NONBLOCK); // but the other end is another open file
    long total = 0, n;
    MUST(fcntl(p[0], F_SETFL, O_NONBLOCK));
    while ((n = read(p[0], block, 7777)) > 0) total += n;
    EQ(EAGAIN, errno);
    EQ(65536 - 4096, total);
    close(p[1]);
    EQ(0, read(p[0], block, 1)); // the end is no EAGAIN
    ERR(EINVAL, pipe2(p, O_APPEND));
    int first = -7, both[2] = {first, first};
    ERR(EINVAL, pipe2(both, 12345678));
    CHECK(both[0] == first && both[1] == first);
    return finish();
}

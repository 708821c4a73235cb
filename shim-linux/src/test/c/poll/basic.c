// poll: readiness of a pipe's ends, hang-up, bad and negative descriptors, time-outs.
#include "../test.h"
#include <poll.h>

int main(void) {
    int p[2];
    MUST(pipe(p));
    struct pollfd f[2] = {{p[0], POLLIN, 0}, {p[1], POLLOUT, 0}};
    EQ(1, poll(f, 2, 0));
    EQ(0, f[0].revents);
    EQ(POLLOUT, f[1].revents);
    MUST(write(p[1], "x", 1));
    EQ(2, poll(f, 2, -1));
    EQ(POLLIN, f[0].revents);
    char c;
    MUST(read(p[0], &c, 1));
    long long start = now_ms();
    EQ(0, poll(f, 1, 30));
    CHECK(now_ms() - start >= 29);
    EQ(0, poll(NULL, 0, 10));
    struct pollfd none = {-1, POLLIN, 7};
    EQ(0, poll(&none, 1, 0));
    EQ(0, none.revents);
    struct pollfd bad = {99, POLLIN, 0};
    EQ(1, poll(&bad, 1, 1000));
    EQ(POLLNVAL, bad.revents);
    int file = MUST(open("/proc/self/exe", O_RDONLY));
    struct pollfd regular = {file, POLLIN | POLLOUT, 0};
    EQ(1, poll(&regular, 1, 0)); // regular files are always ready
    EQ(POLLIN | POLLOUT, regular.revents);
    close(p[1]);
    EQ(1, poll(f, 1, -1));
    EQ(POLLHUP, f[0].revents);
    f[0].events = 0; // hang-up comes unasked
    EQ(1, poll(f, 1, -1));
    EQ(POLLHUP, f[0].revents);
    MUST(pipe(p));
    close(p[0]);
    struct pollfd writer = {p[1], POLLOUT, 0};
    EQ(1, poll(&writer, 1, -1));
    EQ(POLLOUT | POLLERR, writer.revents);
    ERR(EFAULT, syscall(SYS_poll, 16, 1, 0));
    return finish();
}

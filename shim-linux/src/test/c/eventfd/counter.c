// eventfd: the counter adds up, a read takes it all, semaphore mode takes one, the limit blocks.
#include "../test.h"
#include <poll.h>
#include <sys/eventfd.h>

int main(void) {
    uint64_t value;
    int e = eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC);
    CHECK(fcntl(e, F_GETFD) == FD_CLOEXEC && (fcntl(e, F_GETFL) & O_NONBLOCK));
    EQ(8, read(e, &value, 8));
    EQ(3, value);
    ERR(EAGAIN, read(e, &value, 8));
    EQ(8, write(e, &(uint64_t){5}, 8));
    EQ(8, write(e, &(uint64_t){7}, 8));
    EQ(8, read(e, &value, 16));
    EQ(12, value);
    EQ(8, write(e, &(uint64_t){0}, 8));
    ERR(EAGAIN, read(e, &value, 8));
    ERR(EINVAL, read(e, &value, 7));
    ERR(EINVAL, write(e, &value, 7));
    ERR(EINVAL, write(e, &(uint64_t){UINT64_MAX}, 8));
    EQ(8, write(e, &(uint64_t){UINT64_MAX - 1}, 8));
    ERR(EAGAIN, write(e, &(uint64_t){1}, 8));
    struct pollfd f = {e, POLLIN | POLLOUT, 0};
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN, f.revents);
    EQ(8, read(e, &value, 8));
    CHECK(value == UINT64_MAX - 1);
    EQ(1, poll(&f, 1, 0));
    EQ(POLLOUT, f.revents);
    int s = eventfd(3, EFD_SEMAPHORE | EFD_NONBLOCK);
    for (int i = 0; i < 3; i++) {
        EQ(8, read(s, &value, 8));
        EQ(1, value);
    }
    ERR(EAGAIN, read(s, &value, 8));
    ERR(EINVAL, eventfd(0, 1 << 30));
    int b = eventfd(0, 0); // blocking, between processes
    pid_t pid = xfork();
    if (pid == 0) {
        msleep(20);
        _exit(write(b, &(uint64_t){9}, 8) != 8);
    }
    EQ(8, read(b, &value, 8));
    EQ(9, value);
    STR("exit 0", reap(pid));
    return finish();
}

// Five hundred descriptors at once of all kinds; the numbers are dense; all of them work; closing gives them back.
#include "../test.h"
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>

int main(void) {
    struct rlimit limit;
    MUST(getrlimit(RLIMIT_NOFILE, &limit));
    if (limit.rlim_cur < 600) limit.rlim_cur = limit.rlim_max < 600 ? limit.rlim_max : 600, setrlimit(RLIMIT_NOFILE, &limit);
    for (int i = 3; i < 600; i++) close(i);
    int fds[500], dense = 1, bad = 0;
    for (int i = 0; i < 500; i += 4) {
        char name[16];
        snprintf(name, sizeof name, "f%d", i);
        fds[i] = MUST(open(name, O_RDWR | O_CREAT, 0600));
        fds[i + 1] = MUST(eventfd(i, 0));
        MUST(pipe(fds + i + 2));
    }
    for (int i = 0; i < 500; i++) dense &= fds[i] == i + 3;
    EQ(1, dense);
    for (int i = 0; i < 500; i += 4) {
        uint64_t value = 0;
        char c = 0;
        bad += write(fds[i], "abc", 3) != 3 || pread(fds[i], &c, 1, 2) != 1 || c != 'c';
        bad += i && (read(fds[i + 1], &value, 8) != 8 || value != (uint64_t)i);
        bad += write(fds[i + 3], "p", 1) != 1 || read(fds[i + 2], &c, 1) != 1 || c != 'p';
    }
    EQ(0, bad);
    struct pollfd polls[500];
    for (int i = 0; i < 500; i++) polls[i] = (struct pollfd){fds[i], POLLOUT, 0};
    EQ(375, poll(polls, 500, 0)); // all but the reading ends
    pid_t pid = xfork();
    if (pid == 0) {
        for (int i = 0; i < 500; i++) bad += close(fds[i]) != 0;
        _exit(bad || open("f0", O_RDONLY) != 3);
    }
    STR("exit 0", reap(pid));
    for (int i = 0; i < 500; i += 2) MUST(close(fds[i]));
    bool lowest = true;
    for (int i = 0; i < 10; i++) lowest &= open("f0", O_RDONLY) == 3 + 2 * i;
    CHECK(lowest);
    return finish();
}

// Reading inotify: whole records, FIONREAD, poll and epoll, blocking, overflow of the queue.
#include "../test.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>

int main(void) {
    char buffer[4096] __attribute__((aligned(8)));
    struct inotify_event *e = (struct inotify_event *)buffer;
    int n = -1, fd = MUST(inotify_init1(0)), ep = MUST(epoll_create1(0));
    MUST(mkdir("d", 0755));
    MUST(inotify_add_watch(fd, "d", IN_CREATE | IN_DELETE));
    struct pollfd f = {fd, POLLIN, 0};
    struct epoll_event event = {EPOLLIN, {0}};
    MUST(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event));
    EQ(0, poll(&f, 1, 0));
    OK(ioctl(fd, FIONREAD, &n));
    EQ(0, n);
    put("d/four", "");
    put("d/a name of more than sixteen", "");
    EQ(1, poll(&f, 1, 0));
    EQ(POLLIN, f.revents);
    EQ(1, epoll_wait(ep, &event, 1, 0));
    OK(ioctl(fd, FIONREAD, &n));
    EQ(16 + 16 + 16 + 32, n); // names are padded to the size of the header
    ERR(EINVAL, read(fd, buffer, 16)); // no room for the first one
    EQ(32, read(fd, buffer, 40)); // only whole ones
    STR("four", e->name);
    EQ(16, e->len);
    EQ(48, read(fd, buffer, sizeof buffer));
    STR("a name of more than sixteen", e->name);
    pid_t pid = xfork();
    if (pid == 0) {
        msleep(15);
        _exit(unlink("d/four") != 0);
    }
    EQ(32, read(fd, buffer, sizeof buffer)); // sleeps
    EQ(IN_DELETE, e->mask);
    STR("exit 0", reap(pid));
    MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
    int limit = atoi(get("/proc/sys/fs/inotify/max_queued_events"));
    CHECK(limit >= 1000 && limit <= 100000);
    put("d/x", ""), put("d/y", "");
    while (read(fd, buffer, sizeof buffer) > 0) {
    }
    int x = MUST(open("d/x", O_RDONLY)), y = MUST(open("d/y", O_RDONLY));
    MUST(inotify_add_watch(fd, "d", IN_ATTRIB | IN_MASK_ADD));
    for (int i = 0; i < limit + 10; i++) MUST(fchmod(i & 1 ? x : y, 0600)); // in turn, or they would merge
    long events = 0, overflow = 0, bytes;
    while ((bytes = read(fd, buffer, sizeof buffer)) > 0)
        for (long at = 0; at < bytes; events++) {
            e = (struct inotify_event *)(buffer + at);
            overflow += e->mask == IN_Q_OVERFLOW && e->wd == -1;
            at += sizeof *e + e->len;
        }
    EQ(1, overflow);
    CHECK(events == limit + 1);
    put("d/z", "");
    EQ(32, read(fd, buffer, sizeof buffer)); // works again
    return finish();
}

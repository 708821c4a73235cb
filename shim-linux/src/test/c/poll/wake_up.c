// A sleeping poll wakes for each kind of event: data, room, hang-up, end of a child's pipe, a listener's connection.
#include "../test.h"
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

static int p[2], s[2], l;
static struct sockaddr_un name = {AF_UNIX, "socket"};

static void later(int what) {
    if (xfork()) return;
    msleep(15);
    static char block[65536];
    if (what == 0) MUST(write(p[1], "x", 1));
    if (what == 1) MUST(read(p[0], block, sizeof block));
    if (what == 2) MUST(write(s[1], "x", 1));
    if (what == 3) MUST(shutdown(s[1], SHUT_WR));
    if (what == 4) MUST(shutdown(s[1], SHUT_RDWR));
    if (what == 5) MUST(connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, sizeof name));
    _exit(0);
}
static int wait_for(int what, int fd, int events) {
    struct pollfd f = {fd, events, 0};
    if (poll(&f, 1, 0) != 0) return -2; // must not be ready before
    later(what);
    if (poll(&f, 1, 10000) != 1) return -1;
    while (wait(NULL) > 0) {
    }
    return f.revents;
}

int main(void) {
    static char block[65536];
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    l = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(l, (void *)&name, sizeof name));
    MUST(listen(l, 5));
    EQ(POLLIN, wait_for(0, p[0], POLLIN));
    MUST(read(p[0], block, sizeof block));
    MUST(write(p[1], block, sizeof block));
    EQ(POLLOUT, wait_for(1, p[1], POLLOUT));
    EQ(POLLIN, wait_for(2, s[0], POLLIN | POLLRDHUP));
    MUST(read(s[0], block, 1));
    EQ(POLLIN | POLLRDHUP, wait_for(3, s[0], POLLIN | POLLRDHUP));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    EQ(POLLIN | POLLHUP | POLLRDHUP, wait_for(4, s[0], POLLIN | POLLRDHUP));
    EQ(POLLIN, wait_for(5, l, POLLIN));
    struct pollfd many[200]; // one in two hundred
    int q[2];
    MUST(pipe(q));
    for (int i = 0; i < 200; i++) many[i] = (struct pollfd){q[0], POLLIN, 0};
    MUST(pipe(p));
    many[150].fd = p[0];
    later(0);
    EQ(1, poll(many, 200, 10000));
    EQ(POLLIN, many[150].revents);
    for (int i = 0; i < 200; i++) many[i].fd = p[0];
    EQ(200, poll(many, 200, 10000)); // the same one may stand there many times
    return finish();
}

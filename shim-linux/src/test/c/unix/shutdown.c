// shutdown of each half, what poll says then, reading out what is left, ECONNRESET for unread data.
#include "../test.h"
#include <poll.h>
#include <sys/socket.h>

static int s[2];
static int state(int fd) {
    struct pollfd f = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&f, 1, 0);
    return f.revents;
}

int main(void) {
    char buffer[16];
    handle(SIGPIPE, SIG_IGN, 0);
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    EQ(POLLOUT, state(s[0]));
    MUST(write(s[0], "left", 4));
    OK(shutdown(s[0], SHUT_WR));
    ERR(EPIPE, write(s[0], "x", 1));
    EQ(POLLIN | POLLOUT | POLLRDHUP, state(s[1]));
    EQ(POLLOUT, state(s[0]));
    EQ(4, read(s[1], buffer, sizeof buffer));
    EQ(0, read(s[1], buffer, sizeof buffer));
    EQ(0, read(s[1], buffer, sizeof buffer));
    EQ(2, write(s[1], "ok", 2)); // the other direction lives
    EQ(2, read(s[0], buffer, sizeof buffer));
    OK(shutdown(s[1], SHUT_WR));
    EQ(POLLIN | POLLOUT | POLLRDHUP | POLLHUP, state(s[0]));
    EQ(0, read(s[0], buffer, sizeof buffer));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    OK(shutdown(s[0], SHUT_RD));
    EQ(0, read(s[0], buffer, sizeof buffer));
    ERR(EPIPE, write(s[1], "x", 1)); // nobody will read it
    EQ(1, write(s[0], "y", 1));
    EQ(1, read(s[1], buffer, sizeof buffer));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    MUST(write(s[0], "unread", 6));
    close(s[1]);
    ERR(ECONNRESET, read(s[0], buffer, sizeof buffer)); // once
    EQ(0, read(s[0], buffer, sizeof buffer));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    close(s[1]);
    EQ(POLLIN | POLLOUT | POLLRDHUP | POLLHUP, state(s[0]));
    EQ(0, read(s[0], buffer, sizeof buffer));
    ERR(EPIPE, write(s[0], "x", 1));
    int lone = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    EQ(POLLOUT | POLLHUP, state(lone)); // not connected
    ERR(EINVAL, shutdown(s[0], 99));
    ERR(ENOTSOCK, shutdown(0, SHUT_RD));
    ERR(ENOTCONN, write(lone, "x", 1));
    ERR(EINVAL, read(lone, buffer, 1));
    return finish();
}

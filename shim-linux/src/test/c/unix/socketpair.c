// socketpair, stream: both ways, byte stream, shutdown halves, end of file, EPIPE, names.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
    int s[2];
    char buffer[32] = {0};
    OK(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    EQ(3, write(s[0], "abc", 3));
    EQ(3, send(s[0], "def", 3, 0));
    EQ(6, read(s[1], buffer, sizeof buffer)); // a stream keeps no boundaries
    STR("abcdef", buffer);
    EQ(2, send(s[1], "hi", 2, 0));
    EQ(2, recv(s[0], buffer, sizeof buffer, 0));
    ERR(EAGAIN, recv(s[0], buffer, sizeof buffer, MSG_DONTWAIT));
    OK(shutdown(s[0], SHUT_WR));
    EQ(0, read(s[1], buffer, sizeof buffer));
    EQ(4, write(s[1], "back", 4));
    EQ(4, read(s[0], buffer, sizeof buffer));
    ERR(EPIPE, send(s[0], "x", 1, MSG_NOSIGNAL));
    close(s[1]);
    EQ(0, read(s[0], buffer, sizeof buffer));
    OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, s));
    CHECK((fcntl(s[0], F_GETFL) & O_NONBLOCK) && fcntl(s[1], F_GETFD) == FD_CLOEXEC);
    ERR(EAGAIN, read(s[0], buffer, 1));
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    OK(getsockname(s[0], (struct sockaddr *)&name, &length));
    CHECK(length == sizeof(sa_family_t) && name.sun_family == AF_UNIX);
    struct stat st;
    OK(fstat(s[0], &st));
    CHECK(S_ISSOCK(st.st_mode));
    ERR(ESPIPE, lseek(s[0], 0, SEEK_SET));
    close(s[1]);
    pid_t pid = xfork();
    if (pid == 0) {
        write(s[0], "x", 1);
        _exit(0);
    }
    STR("killed by SIGPIPE", reap(pid));
    ERR(EPROTONOSUPPORT, socketpair(AF_UNIX, SOCK_STREAM, 99, s));
    ERR(EAFNOSUPPORT, socketpair(99, SOCK_STREAM, 0, s));
    return finish();
}

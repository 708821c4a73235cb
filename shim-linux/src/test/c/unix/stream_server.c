// A stream server at a path: bind, listen, connect, accept, names of both ends, backlog, removal of the path.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_un address(const char *path) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strcpy(a.sun_path, path);
    return a;
}

int main(void) {
    struct sockaddr_un a = address("server"), name;
    socklen_t length = sizeof name;
    char buffer[32] = {0};
    int l = MUST(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EQ(FD_CLOEXEC, fcntl(l, F_GETFD));
    ERR(EINVAL, accept(l, NULL, NULL)); // not listening
    OK(bind(l, (void *)&a, sizeof a));
    struct sockaddr_un second = address("second");
    ERR(EINVAL, bind(l, (void *)&second, sizeof second)); // it has a name
    ERR(ENOENT, access("second", F_OK));
    int other = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    ERR(EADDRINUSE, bind(other, (void *)&a, sizeof a));
    ERR(ECONNREFUSED, connect(other, (void *)&a, sizeof a));
    OK(listen(l, 1));
    struct stat s;
    OK(stat("server", &s));
    CHECK(S_ISSOCK(s.st_mode));
    ERR(ENXIO, open("server", O_RDWR));
    pid_t pid = xfork();
    if (pid == 0) {
        hush();
        int c = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        OK(connect(c, (void *)&a, sizeof a));
        ERR(EISCONN, connect(c, (void *)&a, sizeof a));
        MUST(write(c, "request", 7));
        EQ(6, read(c, buffer, sizeof buffer));
        STR("answer", buffer);
        EQ(0, read(c, buffer, sizeof buffer));
        return finish();
    }
    int c = accept4(l, (void *)&name, &length, SOCK_CLOEXEC | SOCK_NONBLOCK);
    CHECK(c >= 0 && fcntl(c, F_GETFD) == FD_CLOEXEC && (fcntl(c, F_GETFL) & O_NONBLOCK));
    EQ(2, length); // the client has no name
    fcntl(c, F_SETFL, 0);
    EQ(7, recv(c, buffer, 7, MSG_WAITALL));
    STR("request", buffer);
    EQ(6, write(c, "answer", 6));
    length = sizeof name;
    OK(getsockname(c, (void *)&name, &length));
    STR("server", name.sun_path);
    EQ(2 + 7, length);
    close(c);
    STR("exit 0", reap(pid));
    int one = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    OK(connect(one, (void *)&a, sizeof a)); // nobody has accepted yet
    EQ(3, write(one, "xyz", 3));
    length = sizeof name;
    OK(getpeername(one, (void *)&name, &length));
    STR("server", name.sun_path);
    c = MUST(accept(l, NULL, NULL));
    EQ(3, read(c, buffer, sizeof buffer));
    int two = MUST(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)), n = 0;
    while (n < 50 && connect(two, (void *)&a, sizeof a) == 0) two = MUST(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)), n++;
    EQ(EAGAIN, errno); // the backlog is full
    EQ(2, n);
    close(l);
    ERR(ECONNREFUSED, connect(two, (void *)&a, sizeof a)); // the name stays, nobody is behind it
    a = address("missing");
    ERR(ENOENT, connect(two, (void *)&a, sizeof a));
    ERR(ENOTCONN, getpeername(two, (void *)&name, &length));
    ERR(ENOTSOCK, listen(0, 1));
    ERR(EINVAL, connect(two, (void *)&a, 1));
    return finish();
}

// Socket options: type, domain, protocol, accepting, error, buffers; wrong levels, sizes and numbers; other families.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

static int option(int fd, int name) {
    int value = -77;
    socklen_t length = sizeof value;
    return getsockopt(fd, SOL_SOCKET, name, &value, &length) ? -1 : value;
}

int main(void) {
    int s[2], value = 0;
    socklen_t length = 2;
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    EQ(SOCK_STREAM, option(s[0], SO_TYPE));
    EQ(AF_UNIX, option(s[0], SO_DOMAIN));
    EQ(0, option(s[0], SO_PROTOCOL));
    EQ(0, option(s[0], SO_ACCEPTCONN));
    EQ(0, option(s[0], SO_ERROR));
    EQ(0, option(s[0], SO_PASSCRED));
    CHECK(option(s[0], SO_SNDBUF) >= 4096 && option(s[0], SO_RCVBUF) >= 4096);
    OK(setsockopt(s[0], SOL_SOCKET, SO_SNDBUF, &(int){50000}, sizeof(int)));
    EQ(100000, option(s[0], SO_SNDBUF)); // doubled, for the kernel's own needs
    OK(setsockopt(s[0], SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
    EQ(1, option(s[0], SO_REUSEADDR));
    OK(setsockopt(s[0], SOL_SOCKET, SO_KEEPALIVE, &(int){1}, sizeof(int)));
    OK(getsockopt(s[0], SOL_SOCKET, SO_TYPE, &value, &length)); // cut to what there is room for
    EQ(2, length);
    ERR(ENOPROTOOPT, setsockopt(s[0], SOL_SOCKET, 9999, &value, sizeof value));
    ERR(ENOPROTOOPT, getsockopt(s[0], SOL_SOCKET, 9999, &value, &length));
    ERR(EINVAL, setsockopt(s[0], SOL_SOCKET, SO_REUSEADDR, &value, 1));
    ERR(EOPNOTSUPP, setsockopt(s[0], 6, 1, &value, sizeof value)); // TCP options on it
    ERR(ENOTSOCK, getsockopt(0, SOL_SOCKET, SO_TYPE, &value, &length));
    ERR(EFAULT, setsockopt(s[0], SOL_SOCKET, SO_REUSEADDR, (void *)16, 4));
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    struct sockaddr_un a = {AF_UNIX, "s"};
    MUST(bind(l, (void *)&a, sizeof a));
    MUST(listen(l, 1));
    EQ(1, option(l, SO_ACCEPTCONN));
    ERR(EAFNOSUPPORT, socket(99, SOCK_STREAM, 0));
    ERR(ESOCKTNOSUPPORT, socket(AF_UNIX, SOCK_RDM, 0));
    ERR(EINVAL, socket(AF_UNIX, SOCK_STREAM | 0x100000, 0));
    ERR(EPROTONOSUPPORT, socket(AF_UNIX, SOCK_STREAM, 99));
    OK(close(socket(AF_UNIX, SOCK_RAW, 0))); // means datagrams
    EQ(SOCK_DGRAM, option(MUST(socket(AF_UNIX, SOCK_RAW, 0)), SO_TYPE));
    drop_root();
    ERR(EPERM, setsockopt(s[0], SOL_SOCKET, SO_RCVBUFFORCE, &(int){50000}, sizeof(int)));
    return finish();
}

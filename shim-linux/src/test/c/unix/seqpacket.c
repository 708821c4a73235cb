// SOCK_SEQPACKET: connected like a stream, with boundaries like datagrams; the end; truncation.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
    char buffer[32] = {0};
    int s[2];
    OK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s));
    EQ(3, write(s[0], "one", 3));
    EQ(5, write(s[0], "three", 5));
    EQ(3, read(s[1], buffer, sizeof buffer));
    EQ(2, read(s[1], buffer, 2));
    ERR(EAGAIN, recv(s[1], buffer, sizeof buffer, MSG_DONTWAIT)); // the rest of the packet is gone
    MUST(write(s[0], "peek", 4));
    EQ(4, recv(s[1], buffer, sizeof buffer, MSG_PEEK));
    EQ(4, recv(s[1], buffer, sizeof buffer, 0));
    struct iovec v = {buffer, sizeof buffer};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
    MUST(write(s[0], "message", 7));
    EQ(7, recvmsg(s[1], &m, 0));
    close(s[0]);
    EQ(0, read(s[1], buffer, sizeof buffer));
    ERR(EPIPE, send(s[1], "x", 1, MSG_NOSIGNAL));
    struct sockaddr_un a = {AF_UNIX, "socket"};
    int l = MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    MUST(bind(l, (void *)&a, sizeof a));
    MUST(listen(l, 5));
    pid_t pid = xfork();
    if (pid == 0) {
        int c = MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
        OK(connect(c, (void *)&a, sizeof a));
        for (int i = 1; i <= 5; i++) MUST(send(c, "12345", i, 0));
        return finish();
    }
    int c = MUST(accept(l, NULL, NULL));
    for (int i = 1; i <= 5; i++) EQ(i, recv(c, buffer, sizeof buffer, 0));
    EQ(0, recv(c, buffer, sizeof buffer, 0));
    STR("exit 0", reap(pid));
    int type = 0;
    socklen_t length = sizeof type;
    OK(getsockopt(c, SOL_SOCKET, SO_TYPE, &type, &length));
    EQ(SOCK_SEQPACKET, type);
    ERR(EPROTOTYPE, connect(MUST(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&a, sizeof a));
    return finish();
}

// Datagrams: boundaries, truncation, sender's name, connected and not, a full queue, empty ones.
#include "../test.h"
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
    struct sockaddr_un a = {AF_UNIX, "a"}, b = {AF_UNIX, "b"}, from;
    socklen_t length = sizeof from;
    char buffer[64] = {0};
    int sa = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), sb = MUST(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0));
    int n = -1;
    MUST(bind(sa, (void *)&a, sizeof a));
    MUST(bind(sb, (void *)&b, sizeof b));
    EQ(3, sendto(sa, "one", 3, 0, (void *)&b, sizeof b));
    EQ(5, sendto(sa, "three", 5, 0, (void *)&b, sizeof b));
    EQ(0, sendto(sa, "", 0, 0, (void *)&b, sizeof b));
    OK(ioctl(sb, FIONREAD, &n));
    EQ(3, n); // the first one
    EQ(3, recvfrom(sb, buffer, sizeof buffer, 0, (void *)&from, &length));
    STR("a", from.sun_path);
    EQ(2, recv(sb, buffer, 2, 0)); // the rest is lost
    EQ(0, recv(sb, buffer, sizeof buffer, 0)); // an empty one, not the end
    ERR(EAGAIN, recv(sb, buffer, sizeof buffer, 0));
    MUST(sendto(sa, "longer", 6, 0, (void *)&b, sizeof b));
    EQ(6, recv(sb, buffer, 2, MSG_TRUNC | MSG_PEEK)); // its real length
    struct iovec v = {buffer, 3};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
    EQ(3, recvmsg(sb, &m, 0));
    EQ(MSG_TRUNC, m.msg_flags & MSG_TRUNC);
    ERR(ENOTCONN, send(sa, "x", 1, 0));
    OK(connect(sa, (void *)&b, sizeof b));
    EQ(1, send(sa, "x", 1, 0));
    EQ(1, recv(sb, buffer, sizeof buffer, 0));
    int c = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    ERR(EPERM, sendto(c, "x", 1, 0, (void *)&a, sizeof a)); // it is connected to somebody else
    OK(connect(sa, (void *)&(struct sockaddr){.sa_family = AF_UNSPEC}, sizeof(struct sockaddr)));
    EQ(1, sendto(c, "y", 1, 0, (void *)&a, sizeof a));
    length = sizeof from;
    EQ(1, recvfrom(sa, buffer, 1, 0, (void *)&from, &length));
    EQ(0, length); // the sender has no name
    fcntl(c, F_SETFL, O_NONBLOCK);
    int sent = 0;
    while (sendto(c, buffer, 10, 0, (void *)&b, sizeof b) == 10) sent++;
    EQ(EAGAIN, errno); // the receiver's queue is full
    CHECK(sent >= 10 && sent < 2000);
    close(sb);
    ERR(ECONNREFUSED, sendto(c, "x", 1, 0, (void *)&b, sizeof b));
    ERR(EPROTOTYPE, connect(MUST(socket(AF_UNIX, SOCK_STREAM, 0)), (void *)&a, sizeof a));
    ERR(EOPNOTSUPP, listen(c, 1));
    ERR(ENOENT, sendto(c, "x", 1, 0, (void *)&(struct sockaddr_un){AF_UNIX, "missing"}, sizeof a));
    int pair[2];
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
    static char big[300000];
    ERR(EMSGSIZE, send(pair[0], big, sizeof big, 0));
    EQ(100000, send(pair[0], big, 100000, 0));
    EQ(100000, recv(pair[1], big, sizeof big, 0));
    return finish();
}

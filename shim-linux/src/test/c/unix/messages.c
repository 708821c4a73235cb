// Flags of send and recv: PEEK, WAITALL, DONTWAIT, vectors, sendmmsg and recvmmsg, time-outs.
#include "../test.h"
#include <sys/socket.h>
#include <sys/uio.h>

int main(void) {
    char a[8] = {0}, b[8] = {0};
    int s[2], d[2];
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, d));
    MUST(write(s[0], "abcdef", 6));
    EQ(3, recv(s[1], a, 3, MSG_PEEK));
    EQ(3, recv(s[1], a, 3, MSG_PEEK));
    STR("abc", a);
    EQ(2, recv(s[1], a, 2, 0));
    EQ(4, recv(s[1], a, 8, MSG_PEEK));
    EQ(4, recv(s[1], a, 8, MSG_DONTWAIT));
    ERR(EAGAIN, recv(s[1], a, 8, MSG_DONTWAIT));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(write(s[0], "12", 2));
        msleep(15);
        MUST(write(s[0], "3456", 4));
        _exit(0);
    }
    EQ(6, recv(s[1], a, 6, MSG_WAITALL)); // waits for all of it
    CHECK(!memcmp(a, "123456", 6));
    STR("exit 0", reap(pid));
    struct iovec out[3] = {{"x", 1}, {"", 0}, {"yz", 2}}, in[2] = {{a, 2}, {b, 8}};
    struct msghdr m = {.msg_iov = out, .msg_iovlen = 3};
    EQ(3, sendmsg(s[0], &m, 0));
    m = (struct msghdr){.msg_iov = in, .msg_iovlen = 2};
    EQ(3, recvmsg(s[1], &m, 0));
    CHECK(!memcmp(a, "xy", 2) && b[0] == 'z' && m.msg_flags == 0);
    struct mmsghdr many[3];
    memset(many, 0, sizeof many);
    for (int i = 0; i < 3; i++) many[i].msg_hdr.msg_iov = out + (i == 1 ? 2 : 0), many[i].msg_hdr.msg_iovlen = 1;
    EQ(3, sendmmsg(d[0], many, 3, 0));
    CHECK(many[0].msg_len == 1 && many[1].msg_len == 2 && many[2].msg_len == 1);
    struct iovec room[4] = {{a, 8}, {b, 8}, {a, 8}, {b, 8}};
    struct mmsghdr got[4];
    memset(got, 0, sizeof got);
    for (int i = 0; i < 4; i++) got[i].msg_hdr.msg_iov = room + i, got[i].msg_hdr.msg_iovlen = 1;
    EQ(3, recvmmsg(d[1], got, 4, MSG_WAITFORONE, NULL));
    CHECK(got[0].msg_len == 1 && got[1].msg_len == 2 && got[2].msg_len == 1);
    OK(setsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){0, 30000}, sizeof(struct timeval)));
    long long start = now_ms();
    ERR(EAGAIN, recv(s[1], a, 1, 0));
    CHECK(now_ms() - start >= 29);
    OK(setsockopt(s[0], SOL_SOCKET, SO_SNDTIMEO, &(struct timeval){0, 20000}, sizeof(struct timeval)));
    static char block[1 << 20];
    long n = write(s[0], block, sizeof block); // what fits before the time is up
    CHECK(n > 4096 && n < 1 << 20);
    ERR(EAGAIN, write(s[0], block, sizeof block));
    ERR(EDOM, setsockopt(s[0], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){0, 1000000}, sizeof(struct timeval)));
    ERR(EMSGSIZE, (m.msg_iovlen = 2000, sendmsg(s[0], &m, 0)));
    return finish();
}

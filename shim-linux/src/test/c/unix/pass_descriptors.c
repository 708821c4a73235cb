// SCM_RIGHTS: descriptors travel as open files; several, truncated, with CLOEXEC, unread ones closed, peeked at.
#include "../test.h"
#include <sys/socket.h>

static long give(int s, const int *fds, int count) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(16 * sizeof(int))];
    } control = {0};
    struct iovec v = {"d", 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    control.header = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(count * sizeof(int))};
    memcpy(CMSG_DATA(&control.header), fds, count * sizeof(int));
    return sendmsg(s, &m, 0);
}
static int message_flags;
static int take(int s, int *fds, int room, int flags) { // how many came
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(16 * sizeof(int))];
    } control = {0};
    char c;
    struct iovec v = {&c, 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = room ? CMSG_LEN(room * sizeof(int)) : 0};
    if (recvmsg(s, &m, flags) != 1) return -1;
    message_flags = m.msg_flags;
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    if (!h || h->cmsg_type != SCM_RIGHTS) return 0;
    int count = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(h), count * sizeof(int));
    return count;
}

int main(void) {
    int s[2], p[2], fds[16];
    char buffer[8] = {0};
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    int file = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(write(file, "0123456789", 10));
    MUST(lseek(file, 4, SEEK_SET));
    EQ(1, give(s[0], &file, 1));
    pid_t pid = xfork();
    if (pid == 0) {
        EQ(1, take(s[1], fds, 1, 0));
        CHECK(fcntl(fds[0], F_GETFD) == 0 && fds[0] != file);
        EQ(2, read(fds[0], buffer, 2));
        STR("45", buffer);
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(6, lseek(file, 0, SEEK_CUR)); // the same open file
    int three[3] = {file, 0, s[0]};
    EQ(1, give(s[0], three, 3));
    EQ(3, take(s[1], fds, 16, MSG_CMSG_CLOEXEC));
    EQ(FD_CLOEXEC, fcntl(fds[2], F_GETFD));
    EQ(1, give(s[0], three, 3));
    EQ(2, take(s[1], fds, 2, 0)); // no room for the third
    EQ(MSG_CTRUNC, message_flags & MSG_CTRUNC);
    MUST(pipe(p));
    EQ(1, give(s[0], &p[1], 1));
    close(p[1]);
    MUST(fcntl(p[0], F_SETFL, O_NONBLOCK));
    ERR(EAGAIN, read(p[0], buffer, 1)); // open while it is on its way
    EQ(1, take(s[1], fds, 1, MSG_PEEK));
    close(fds[0]); // peeking makes a copy
    EQ(1, take(s[1], fds, 1, 0));
    close(fds[0]);
    EQ(0, read(p[0], buffer, 1)); // now nobody writes any more
    MUST(pipe(p));
    EQ(1, give(s[0], &p[1], 1));
    close(p[1]);
    EQ(1, read(s[1], buffer, 1)); // a plain read drops it
    EQ(0, read(p[0], buffer, 1));
    MUST(pipe(p));
    EQ(1, give(s[0], &p[1], 1));
    close(p[1]), close(s[0]), close(s[1]); // and so does closing the socket
    EQ(0, read(p[0], buffer, 1));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    int bad = 99;
    ERR(EBADF, give(s[0], &bad, 1));
    EQ(1, give(s[0], three, 2)); // each lot of descriptors ends a read
    EQ(1, give(s[0], three, 1));
    EQ(1, write(s[0], "x", 1));
    EQ(2, take(s[1], fds, 16, 0));
    EQ(1, take(s[1], fds, 16, 0));
    EQ(0, take(s[1], fds, 16, 0));
    return finish();
}

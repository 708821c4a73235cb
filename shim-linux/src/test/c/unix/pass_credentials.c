// SCM_CREDENTIALS, SO_PASSCRED and SO_PEERCRED: who is at the other end; claims that are not true are refused.
#include "../test.h"
#include <sys/socket.h>
#include <sys/un.h>

static int s[2];
static long say_who(pid_t pid, uid_t uid) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(struct ucred))];
    } control = {.header = {CMSG_LEN(sizeof(struct ucred)), SOL_SOCKET, SCM_CREDENTIALS}};
    struct ucred u = {pid, uid, getgid()};
    memcpy(CMSG_DATA(&control.header), &u, sizeof u);
    struct iovec v = {"c", 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    return sendmsg(s[0], &m, 0);
}
static bool heard(struct ucred *u) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(struct ucred))];
    } control;
    char c;
    struct iovec v = {&c, 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    MUST(recvmsg(s[1], &m, 0));
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    if (!h || h->cmsg_type != SCM_CREDENTIALS) return false;
    memcpy(u, CMSG_DATA(h), sizeof *u);
    return true;
}

int main(void) {
    struct ucred u = {0}, peer = {0};
    socklen_t length = sizeof peer;
    int on = 0;
    socklen_t size = sizeof on;
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    OK(getsockopt(s[0], SOL_SOCKET, SO_PEERCRED, &peer, &length));
    CHECK(peer.pid == getpid() && peer.uid == geteuid() && peer.gid == getegid());
    MUST(write(s[0], "x", 1));
    CHECK(!heard(&u)); // not asked for
    OK(setsockopt(s[1], SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int)));
    OK(getsockopt(s[1], SOL_SOCKET, SO_PASSCRED, &on, &size));
    EQ(1, on);
    MUST(write(s[0], "x", 1)); // the kernel adds them
    CHECK(heard(&u) && u.pid == getpid() && u.uid == getuid() && u.gid == getgid());
    EQ(1, say_who(getpid(), getuid()));
    CHECK(heard(&u) && u.pid == getpid());
    pid_t pid = xfork();
    if (pid == 0) {
        hush();
        drop_root();
        ERR(EPERM, say_who(getppid(), getuid()));
        ERR(EPERM, say_who(getpid(), 0));
        EQ(1, say_who(getpid(), getuid()));
        return finish();
    }
    CHECK(heard(&u) && u.pid == pid);
    STR("exit 0", reap(pid));
    struct sockaddr_un a = {AF_UNIX, "server"};
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(l, (void *)&a, sizeof a));
    MUST(chmod("server", 0777)), MUST(chmod(".", 0777));
    MUST(listen(l, 5));
    pid = xfork();
    if (pid == 0) {
        hush();
        drop_root();
        int c = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
        MUST(connect(c, (void *)&a, sizeof a));
        MUST(getsockopt(c, SOL_SOCKET, SO_PEERCRED, &peer, &length));
        CHECK(peer.pid == getppid()); // who listens
        MUST(read(c, &on, 1));
        return finish();
    }
    int c = MUST(accept(l, NULL, NULL));
    OK(getsockopt(c, SOL_SOCKET, SO_PEERCRED, &peer, &length));
    CHECK(peer.pid == pid && peer.uid == (geteuid() ? geteuid() : 65534)); // as it was when connecting
    MUST(write(c, "x", 1));
    STR("exit 0", reap(pid));
    return finish();
}

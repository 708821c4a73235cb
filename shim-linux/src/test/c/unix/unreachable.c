// Sockets in flight that nobody can receive any more are closed, with all that waits in them; others are left alone.
#include "rights.h"
#include <poll.h>
#include <sys/un.h>

// A pipe whose writing end goes into the queue behind s; the reading end is kept.
static int witness(int s) {
    int p[2];
    MUST(pipe(p));
    MUST(give(s, p[1]));
    close(p[1]);
    return p[0];
}
static bool is_closed(int reader) { // the kernel looks for them when some socket is closed
    close(socket(AF_UNIX, SOCK_STREAM, 0));
    struct pollfd f = {reader, POLLIN, 0};
    return poll(&f, 1, 0) == 1 && f.revents & POLLHUP;
}

int main(void) {
    int a[2], b[2], c[2], r;
    // sent to itself
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
    EQ(1, give(a[0], a[1]));
    r = witness(a[0]);
    close(a[0]);
    CHECK(!is_closed(r)); // it is open still
    close(a[1]);
    AWAIT(is_closed(r));
    close(r);
    // both ends, each in its own queue and in the other's, as datagrams
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, a));
    EQ(1, give(a[0], a[1]));
    EQ(1, give(a[0], a[0]));
    EQ(1, give(a[1], a[0]));
    r = witness(a[1]);
    close(a[0]), close(a[1]);
    AWAIT(is_closed(r));
    close(r);
    // a ring of three, of which one is kept, and then is not
    MUST(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, a));
    MUST(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, b));
    MUST(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, c));
    EQ(1, give(a[0], b[1]));
    EQ(1, give(b[0], c[1]));
    EQ(1, give(c[0], a[1]));
    r = witness(c[0]);
    close(a[0]), close(b[0]), close(c[0]), close(b[1]), close(c[1]);
    for (int i = 0; i < 5; i++) CHECK(!is_closed(r));
    int kept = take(a[1]);
    CHECK(kept >= 0);
    close(a[1]);
    for (int i = 0; i < 5; i++) CHECK(!is_closed(r));
    int next = take(kept);
    CHECK(next >= 0);
    int back = take(next);
    CHECK(back >= 0); // the ring is whole
    MUST(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, b));
    close(kept), close(back), close(b[0]), close(b[1]);
    CHECK(!is_closed(r));
    close(next);
    AWAIT(is_closed(r));
    close(r);
    // a listener, in the queue of a connection that it never accepted
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int length = snprintf(name.sun_path + 1, 90, "isthmus-unreachable-%d", getpid());
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), s = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    MUST(bind(l, (void *)&name, sizeof(sa_family_t) + 1 + length));
    MUST(listen(l, 5));
    OK(connect(s, (void *)&name, sizeof(sa_family_t) + 1 + length));
    EQ(1, give(s, l));
    r = witness(s);
    close(l);
    AWAIT(is_closed(r));
    ERR(ECONNREFUSED, connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&name, sizeof(sa_family_t) + 1 + length));
    char byte;
    CHECK(recv(s, &byte, 1, 0) <= 0); // it hears of that
    close(s), close(r);
    // in the queue of a socket that is held by an unreachable one, but also by this process
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, b));
    EQ(1, give(a[0], a[1]));
    EQ(1, give(a[0], b[1]));
    r = witness(b[0]);
    close(a[0]), close(a[1]), close(b[0]);
    for (int i = 0; i < 5; i++) CHECK(!is_closed(r));
    next = take(b[1]);
    CHECK(next >= 0); // still there
    CHECK(!is_closed(r));
    close(next);
    AWAIT(is_closed(r));
    // many rings, made while others send
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, c));
        for (int i = 0; i < 300; i++) {
            int fd = give(c[0], c[0]) == 1 ? take(c[1]) : -1;
            if (fd == -1) _exit(1);
            close(fd);
        }
        _exit(0);
    }
    for (int i = 0; i < 300; i++) {
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
        MUST(give(a[0], a[1]));
        if (i == 299) r = witness(a[0]);
        close(a[0]), close(a[1]);
    }
    STR("exit 0", reap(pid));
    AWAIT(is_closed(r));
    return finish();
}

// Sockets sent through sockets: through themselves, in rings, nested; closing everything frees them all.
#include "rights.h"

int main(void) {
    int a[2], b[2], p[2];
    char c;
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, b));
    EQ(1, give(a[0], a[1])); // its own peer
    int self = take(a[1]);
    CHECK(self >= 0);
    MUST(write(self, "x", 1));
    EQ(1, read(a[0], &c, 1));
    EQ(1, give(a[0], b[1])); // a socket with something waiting in it
    MUST(pipe(p));
    EQ(1, give(b[0], p[1]));
    close(b[1]), close(p[1]);
    int inner = take(a[1]);
    CHECK(inner >= 0);
    int writer = take(inner);
    CHECK(writer >= 0);
    EQ(2, write(writer, "hi", 2));
    char buffer[4];
    EQ(2, read(p[0], buffer, sizeof buffer));
    close(writer);
    EQ(0, read(p[0], buffer, 1));
    close(inner), close(b[0]), close(self);
    for (int i = 0; i < 200; i++) { // rings that nobody can reach any more, each with a pipe in it
        int r[2], s[2];
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, r));
        MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
        if (give(r[0], s[1]) != 1 || give(s[0], r[1]) != 1) CHECK(false);
        close(r[0]), close(r[1]), close(s[0]), close(s[1]);
    }
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, b)); // all of it has cost no descriptors
    CHECK(b[0] < a[1] + 12 && b[1] < a[1] + 12);
    MUST(pipe(p));
    EQ(1, give(b[0], p[1]));
    close(p[1]), close(b[0]), close(b[1]);
    EQ(0, read(p[0], buffer, 1)); // closed with the socket that it was waiting in
    return finish();
}

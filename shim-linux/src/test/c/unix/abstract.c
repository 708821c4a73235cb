// Abstract names: no file, zero bytes count, gone with the socket; autobind; unnamed sockets.
#include "../test.h"
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static socklen_t make(struct sockaddr_un *a, const char *name, int length) {
    memset(a, 0, sizeof *a);
    a->sun_family = AF_UNIX;
    memcpy(a->sun_path + 1, name, length);
    return offsetof(struct sockaddr_un, sun_path) + 1 + length;
}

int main(void) {
    struct sockaddr_un a, b, name;
    char text[64], buffer[8];
    int n = snprintf(text, sizeof text, "isthmus test %d\n/", getpid());
    socklen_t length = make(&a, text, n);
    int l = MUST(socket(AF_UNIX, SOCK_STREAM, 0)), c = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    ERR(ECONNREFUSED, connect(c, (void *)&a, length));
    OK(bind(l, (void *)&a, length));
    OK(listen(l, 5));
    int other = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    ERR(EADDRINUSE, bind(other, (void *)&a, length));
    ERR(ECONNREFUSED, connect(c, (void *)&a, length + 1)); // with one more zero byte it is another name
    socklen_t longer = make(&b, text, n + 1);
    OK(bind(other, (void *)&b, longer));
    OK(connect(c, (void *)&a, length));
    int s = MUST(accept(l, NULL, NULL));
    MUST(write(c, "abc", 3));
    EQ(3, read(s, buffer, sizeof buffer));
    socklen_t got = sizeof name;
    OK(getpeername(c, (void *)&name, &got));
    CHECK(got == length && !memcmp(name.sun_path, a.sun_path, n + 1));
    close(l);
    MUST(write(c, "d", 1)); // what is connected goes on
    int again = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
    OK(bind(again, (void *)&a, length)); // only the listener held the name
    close(s);
    int automatic = MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), second = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
    sa_family_t family = AF_UNIX;
    OK(bind(automatic, (void *)&family, sizeof family));
    OK(bind(second, (void *)&family, sizeof family));
    got = sizeof name;
    OK(getsockname(automatic, (void *)&name, &got));
    EQ(sizeof family + 6, got); // a zero and five hexadecimal digits
    EQ(0, name.sun_path[0]);
    CHECK(strspn(name.sun_path + 1, "0123456789abcdef") >= 5);
    EQ(2, sendto(second, "to", 2, 0, (void *)&name, got));
    b = name;
    socklen_t from = sizeof name;
    EQ(2, recvfrom(automatic, buffer, sizeof buffer, 0, (void *)&name, &from));
    CHECK(from == got && memcmp(name.sun_path, b.sun_path, 6)); // another name
    ERR(EINVAL, bind(second, (void *)&a, length)); // it has one already
    ERR(EINVAL, bind(MUST(socket(AF_UNIX, SOCK_DGRAM, 0)), (void *)&a, sizeof a + 1));
    return finish();
}

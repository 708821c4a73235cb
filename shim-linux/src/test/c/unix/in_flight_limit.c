// An ordinary user has no more files in flight than RLIMIT_NOFILE allows him to have open (ETOOMANYREFS).
#include "rights.h"
#include <sys/resource.h>

int main(void) {
    int s[2], null = MUST(open("/dev/null", O_RDWR));
    drop_root();
    MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){20, 20}));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    int sent = 0;
    while (sent < 100 && give(s[0], null) == 1) sent++;
    EQ(ETOOMANYREFS, errno);
    EQ(21, sent); // the limit is looked at before
    char c;
    EQ(1, send(s[0], "x", 1, 0)); // without files nothing has changed
    EQ(1, recv(s[1], &c, 1, 0)); // dropped
    EQ(1, give(s[0], null));
    ERR(ETOOMANYREFS, give(s[0], null));
    close(s[1]); // all of them are gone
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, s + 0));
    EQ(1, give(s[0], s[1]));
    return finish();
}

// Edge-triggered epoll: one report for each arrival, none for what was left unread; one-shot and re-arming.
#include "../test.h"
#include <sys/epoll.h>
#include <sys/socket.h>

static int e;
static const char *events(void) { // what is reported right now
    static char text[4][32];
    static int next;
    char *t = text[next++ & 3];
    struct epoll_event got[4];
    int n = epoll_wait(e, got, 4, 0);
    if (n == 0) return "nothing";
    snprintf(t, 32, "%d: %s%s%s%s", n, got[0].events & EPOLLIN ? "IN " : "", got[0].events & EPOLLOUT ? "OUT " : "",
             got[0].events & EPOLLRDHUP ? "RDHUP " : "", got[0].events & EPOLLHUP ? "HUP " : "");
    return t;
}

int main(void) {
    char buffer[8];
    int p[2], s[2];
    e = MUST(epoll_create1(0));
    MUST(pipe(p));
    struct epoll_event in = {EPOLLIN | EPOLLET, {0}};
    MUST(write(p[1], "a", 1));
    OK(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &in));
    STR("1: IN ", events()); // what was there when it was added counts
    STR("nothing", events());
    MUST(write(p[1], "b", 1));
    STR("1: IN ", events()); // a new arrival, although nothing was read
    STR("nothing", events());
    MUST(read(p[0], buffer, 1));
    STR("nothing", events()); // reading a part is no news
    OK(epoll_ctl(e, EPOLL_CTL_MOD, p[0], &in));
    STR("1: IN ", events()); // MOD looks again
    MUST(read(p[0], buffer, 1));
    OK(epoll_ctl(e, EPOLL_CTL_MOD, p[0], &in));
    STR("nothing", events());
    close(p[1]);
    STR("1: HUP ", events());
    STR("nothing", events());
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    struct epoll_event all = {EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {0}};
    OK(epoll_ctl(e, EPOLL_CTL_ADD, s[0], &all));
    STR("1: OUT ", events());
    STR("nothing", events());
    MUST(write(s[1], "x", 1));
    STR("1: IN OUT ", events());
    MUST(shutdown(s[1], SHUT_WR));
    STR("1: IN OUT RDHUP ", events());
    STR("nothing", events());
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    struct epoll_event once = {EPOLLIN | EPOLLONESHOT, {0}};
    OK(epoll_ctl(e, EPOLL_CTL_ADD, s[0], &once));
    MUST(write(s[1], "x", 1));
    STR("1: IN ", events());
    MUST(write(s[1], "y", 1));
    STR("nothing", events()); // off until it is armed again
    OK(epoll_ctl(e, EPOLL_CTL_MOD, s[0], &once));
    STR("1: IN ", events());
    STR("nothing", events());
    close(s[1]);
    STR("nothing", events()); // not even the hang-up
    OK(epoll_ctl(e, EPOLL_CTL_MOD, s[0], &once));
    STR("1: IN HUP ", events());
    return finish();
}

// poll, epoll and non-blocking reads on both sides of a terminal; interrupted reads.
#include "pty.h"
#include <sys/epoll.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }
static int events(int fd) {
    struct pollfd f = {fd, POLLIN | POLLOUT, 0};
    poll(&f, 1, 0);
    return f.revents;
}

int main(void) {
    struct epoll_event event = {EPOLLIN | EPOLLET, {0}};
    int e = MUST(epoll_create1(0));
    open_pty();
    change(LOCAL, ECHO, 0);
    EQ(POLLOUT, events(slave));
    EQ(POLLOUT, events(master));
    type("no line yet");
    EQ(POLLOUT, events(slave)); // canonical: nothing until the line is whole
    type("\n");
    EQ(POLLIN | POLLOUT, events(slave));
    INPUT("no line yet\\n");
    MUST(write(slave, "shown", 5));
    EQ(POLLIN | POLLOUT, events(master));
    SCREEN("shown");
    MUST(epoll_ctl(e, EPOLL_CTL_ADD, slave, &event));
    EQ(0, epoll_wait(e, &event, 1, 0));
    type("edge\n");
    EQ(1, epoll_wait(e, &event, 1, 1000));
    EQ(0, epoll_wait(e, &event, 1, 0));
    INPUT("edge\\n");
    pid_t pid = xfork();
    if (pid == 0) {
        msleep(15);
        type("later\n");
        _exit(0);
    }
    struct pollfd f = {slave, POLLIN, 0};
    EQ(1, poll(&f, 1, 10000));
    INPUT("later\\n");
    STR("exit 0", reap(pid));
    MUST(fcntl(slave, F_SETFL, O_NONBLOCK));
    STR("EAGAIN", get_from(slave));
    type("half");
    STR("EAGAIN", get_from(slave));
    type("\004");
    STR("half", get_from(slave));
    MUST(fcntl(slave, F_SETFL, 0));
    MUST(fcntl(master, F_SETFL, O_NONBLOCK));
    STR("EAGAIN", get_from(master));
    handle(SIGUSR1, on_signal, 0);
    pid_t me = getpid();
    pid = xfork();
    if (pid == 0)
        for (;;) msleep(4), kill(me, SIGUSR1);
    STR("EINTR", get_from(slave));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    return finish();
}

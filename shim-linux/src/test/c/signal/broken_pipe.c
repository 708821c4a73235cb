// SIGPIPE for pipes and sockets: kills by default, EPIPE where it is ignored, handled or held back.
#include "../test.h"
#include <sys/socket.h>
#include <sys/uio.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    int p[2], s[2];
    MUST(pipe(p));
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
    close(p[0]), close(s[0]);
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGPIPE, SIG_DFL, 0);
        write(p[1], "x", 1);
        _exit(0);
    }
    STR("killed by SIGPIPE", reap(pid));
    pid = xfork();
    if (pid == 0) {
        handle(SIGPIPE, SIG_DFL, 0);
        send(s[1], "x", 1, 0);
        _exit(0);
    }
    STR("killed by SIGPIPE", reap(pid));
    handle(SIGPIPE, SIG_IGN, 0);
    ERR(EPIPE, write(p[1], "x", 1));
    ERR(EPIPE, write(s[1], "x", 1));
    handle(SIGPIPE, on_signal, 0);
    ERR(EPIPE, write(p[1], "x", 1));
    EQ(1, count);
    ERR(EPIPE, send(s[1], "x", 1, MSG_NOSIGNAL));
    EQ(1, count);
    ERR(EPIPE, writev(s[1], &(struct iovec){"x", 1}, 1));
    EQ(2, count);
    EQ(0, write(p[1], "", 0)); // nothing to write, nothing broken
    EQ(2, count);
    int d[2]; // datagrams do not signal
    MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, d));
    close(d[0]);
    ERR(ECONNREFUSED, send(d[1], "x", 1, 0));
    EQ(2, count);
    pid = xfork();
    if (pid == 0) {
        handle(SIGPIPE, SIG_DFL, 0);
        execlp("sh", "sh", "-c", "yes | head -n 2 > two", NULL);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    STR("y\ny\n", get("two"));
    return finish();
}

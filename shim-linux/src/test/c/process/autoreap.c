// With SIGCHLD ignored or SA_NOCLDWAIT, children leave no zombie, and wait blocks until all are gone: ECHILD.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_child(int signal) { (void)signal, count++; }

int main(void) {
    int status;
    handle(SIGCHLD, SIG_IGN, 0);
    pid_t pid = xfork();
    if (pid == 0) msleep(30), _exit(3);
    ERR(ECHILD, waitpid(pid, &status, 0));
    ERR(ESRCH, kill(pid, 0));
    handle(SIGCHLD, on_child, SA_NOCLDWAIT | SA_RESTART);
    pid = xfork();
    if (pid == 0) _exit(3);
    ERR(ECHILD, waitpid(pid, &status, 0));
    AWAIT(count == 1); // the signal comes all the same
    handle(SIGCHLD, SIG_DFL, 0); // default also means "ignore", but leaves a zombie
    pid = xfork();
    if (pid == 0) _exit(3);
    msleep(10);
    STR("exit 3", reap(pid));
    handle(SIGCHLD, on_child, SA_NOCLDSTOP);
    count = 0;
    pid = xfork();
    if (pid == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
    kill(pid, SIGCONT);
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR) {
    }
    STR("exit 0", outcome(status));
    EQ(1, count); // only for its end, not for the stop
    handle(SIGCHLD, on_child, 0);
    count = 0;
    pid = xfork();
    if (pid == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    AWAIT(count == 1);
    kill(pid, SIGCONT);
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR) {
    }
    CHECK(count >= 2); // stop, continue and end, of which two may merge
    return finish();
}

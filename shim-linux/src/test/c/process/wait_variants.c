// wait4 and waitpid: which child, WNOHANG, by group, no child left, usage, errors.
#include "../test.h"
#include <sys/resource.h>

static pid_t child(int code) {
    pid_t pid = xfork();
    if (pid == 0) _exit(code);
    return pid;
}

// Ends when the pipe does.
static pid_t waiting_child(int code, int hold[2]) {
    pid_t pid = xfork();
    if (pid == 0) {
        char c;
        close(hold[1]);
        _exit(read(hold[0], &c, 1) == 0 ? code : 99);
    }
    return pid;
}

int main(void) {
    int status;
    ERR(ECHILD, waitpid(-1, &status, 0));
    ERR(ECHILD, waitpid(-1, &status, WNOHANG));
    ERR(ECHILD, waitpid(getppid(), &status, 0)); // not a child of ours
    ERR(EINVAL, waitpid(-1, &status, 0x40));
    ERR(ESRCH, waitpid(INT32_MIN, &status, 0));
    int hold[2];
    MUST(pipe(hold));
    pid_t slow = waiting_child(1, hold), quick = child(2);
    CHECK(waitpid(quick, &status, 0) == quick);
    EQ(2, WEXITSTATUS(status));
    EQ(0, waitpid(slow, &status, WNOHANG));
    MUST(close(hold[1]));
    CHECK(waitpid(-1, &status, 0) == slow);
    EQ(1, WEXITSTATUS(status));
    pid_t a = child(3), b = child(4);
    MUST(setpgid(a, a));
    CHECK(waitpid(-a, &status, 0) == a);
    EQ(3, WEXITSTATUS(status));
    ERR(ECHILD, waitpid(-a, &status, 0));
    CHECK(waitpid(0, &status, 0) == b); // our own group
    EQ(4, WEXITSTATUS(status));
    pid_t zombie = child(5);
    siginfo_t info;
    MUST(waitid(P_PID, zombie, &info, WEXITED | WNOWAIT));
    OK(kill(zombie, 0)); // a zombie still exists
    OK(kill(zombie, SIGKILL));
    struct rusage usage;
    memset(&usage, 0xff, sizeof usage);
    CHECK(wait4(zombie, &status, 0, &usage) == zombie);
    EQ(5, WEXITSTATUS(status));
    CHECK(usage.ru_utime.tv_sec == 0 && usage.ru_utime.tv_usec >= 0 && usage.ru_maxrss >= 0);
    ERR(ESRCH, kill(zombie, 0));
    pid_t last = child(6);
    CHECK(wait(NULL) == last); // the status is optional
    pid_t wild = child(7);
    ERR(EFAULT, waitpid(wild, (int *)16, 0)); // but it has been reaped
    ERR(ECHILD, waitpid(wild, &status, 0));
    return finish();
}

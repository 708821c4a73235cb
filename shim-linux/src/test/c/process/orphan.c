// An orphan gets a new parent: the nearest subreaper among its ancestors, which can then wait for it.
#include "../test.h"
#include <sys/prctl.h>

int main(void) {
    int p[2], value = -1, status;
    pid_t seen;
    MUST(pipe(p));
    OK(prctl(PR_GET_CHILD_SUBREAPER, &value, 0, 0, 0));
    EQ(0, value);
    OK(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
    OK(prctl(PR_GET_CHILD_SUBREAPER, &value, 0, 0, 0));
    EQ(1, value);
    pid_t middle = xfork();
    if (middle == 0) {
        prctl(PR_GET_CHILD_SUBREAPER, &value, 0, 0, 0);
        if (value != 0) _exit(9); // not inherited
        pid_t me = getpid();
        if (xfork() == 0) {
            while (getppid() == me) msleep(1);
            seen = getppid();
            MUST(write(p[1], &seen, sizeof seen));
            _exit(33);
        }
        _exit(0);
    }
    STR("exit 0", reap(middle));
    EQ(sizeof seen, read(p[0], &seen, sizeof seen));
    CHECK(seen == getpid());
    pid_t got = wait(&status); // it is our child now
    CHECK(got > 0 && got != middle);
    STR("exit 33", outcome(status));
    OK(prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0));
    middle = xfork();
    if (middle == 0) {
        pid_t me = getpid();
        if (xfork() == 0) {
            while (getppid() == me) msleep(1);
            seen = getppid();
            MUST(write(p[1], &seen, sizeof seen));
            _exit(0);
        }
        _exit(0);
    }
    STR("exit 0", reap(middle));
    EQ(sizeof seen, read(p[0], &seen, sizeof seen));
    CHECK(seen != getpid() && seen != middle);
    ERR(ECHILD, wait(NULL));
    return finish();
}

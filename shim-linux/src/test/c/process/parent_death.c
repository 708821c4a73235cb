// PR_SET_PDEATHSIG: a child learns of its parent's death; not inherited by fork.
#include "../test.h"
#include <sys/prctl.h>

int main(void) {
    int p[2], value = -1;
    char c = 0;
    MUST(pipe(p));
    OK(prctl(PR_GET_PDEATHSIG, &value));
    EQ(0, value);
    pid_t middle = xfork();
    if (middle == 0) {
        prctl(PR_SET_PDEATHSIG, SIGUSR2);
        pid_t child = xfork();
        if (child == 0) {
            prctl(PR_GET_PDEATHSIG, &value);
            if (value != 0) _exit(1);
            sigset_t set = set_of(SIGUSR1);
            block(SIGUSR1);
            prctl(PR_SET_PDEATHSIG, SIGUSR1);
            MUST(write(p[1], "r", 1));
            struct timespec patience = {10, 0};
            int got = sigtimedwait(&set, NULL, &patience);
            MUST(write(p[1], got == SIGUSR1 ? "d" : "?", 1));
            _exit(0);
        }
        MUST(read(p[0], &c, 1));
        _exit(c == 'r' ? 0 : 1);
    }
    STR("exit 0", reap(middle));
    MUST(read(p[0], &c, 1));
    EQ('d', c);
    ERR(EINVAL, prctl(PR_SET_PDEATHSIG, 100));
    OK(prctl(PR_SET_PDEATHSIG, SIGTERM));
    OK(prctl(PR_GET_PDEATHSIG, &value));
    EQ(SIGTERM, value);
    OK(prctl(PR_SET_PDEATHSIG, 0));
    ERR(EFAULT, prctl(PR_GET_PDEATHSIG, (int *)16));
    return finish();
}

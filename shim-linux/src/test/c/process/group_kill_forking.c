// A signal to a process group reaches every member, also one that is only just being forked.
#include "../test.h"
#include <poll.h>
#include <sys/prctl.h>

enum { ROUNDS = 40 };

// Its children wait for ever; each holds the end of the pipe that the program listens to.
static void fork_on(void) {
    for (int i = 0; i < 200; i++)
        if (xfork() == 0)
            for (;;) pause();
    for (;;) pause();
}

int main(void) {
    int survived = 0;
    MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2];
        char byte;
        MUST(pipe(ends));
        pid_t leader = xfork();
        if (leader == 0) {
            MUST(setpgid(0, 0));
            MUST(close(ends[0]));
            MUST(write(ends[1], "x", 1));
            fork_on();
        }
        MUST(close(ends[1]));
        if (read(ends[0], &byte, 1) != 1) FAIL_AT("round %d", i);
        nanosleep(&(struct timespec){0, 3000000 + i * 50000}, NULL);
        MUST(kill(-leader, SIGTERM));
        struct pollfd listen = {.fd = ends[0], .events = POLLIN};
        if (poll(&listen, 1, 15000) == 0) survived++;
        while (poll(&listen, 1, 0) == 0) kill(-leader, SIGKILL), msleep(1);
        MUST(close(ends[0]));
        while (waitpid(-leader, NULL, 0) > 0) {}
    }
    EQ(0, survived);
    return finish();
}

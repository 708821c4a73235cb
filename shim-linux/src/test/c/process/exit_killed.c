// A process that has called exit(2) ends as it said there: a signal that comes while its files are closed changes nothing.
#include "../test.h"

enum { ROUNDS = 200 };

int main(void) {
    int changed = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int ends[2], status;
        char byte;
        MUST(pipe(ends));
        pid_t pid = xfork();
        if (pid == 0) {
            close(ends[0]);
            syscall(SYS_exit, 7);
        }
        MUST(close(ends[1]));
        if (read(ends[0], &byte, 1) != 0) FAIL_AT("round %d", i); // its end of the pipe is closed
        MUST(kill(pid, SIGTERM));
        MUST(waitpid(pid, &status, 0));
        changed += status != 7 << 8;
        MUST(close(ends[0]));
    }
    EQ(0, changed);
    return finish();
}

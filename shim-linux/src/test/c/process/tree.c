// A tree of sixty-four processes: every node adds up what its children return.
#include "../test.h"

static int grow(int depth) { // the number of processes below and including this one
    int sum = 1, p[2];
    if (depth == 0) return 1;
    MUST(pipe(p));
    for (int i = 0; i < 2; i++)
        if (xfork() == 0) {
            int below = grow(depth - 1);
            MUST(write(p[1], &below, sizeof below));
            _exit(0);
        }
    close(p[1]);
    for (int value; read(p[0], &value, sizeof value) == sizeof value;) sum += value;
    close(p[0]);
    for (int i = 0, status; i < 2; i++)
        if (wait(&status) == -1 || status != 0) return -1000;
    return sum;
}

int main(void) {
    EQ(63, grow(5));
    ERR(ECHILD, wait(NULL));
    pid_t pids[64]; // and sixty-four at the same level
    int p[2];
    char c;
    MUST(pipe(p));
    for (int i = 0; i < 64; i++) {
        pids[i] = xfork();
        if (pids[i] == 0) {
            close(p[1]);
            if (read(p[0], &c, 1) != 0) _exit(255);
            _exit(i);
        }
    }
    close(p[1]); // lets all of them go
    int wrong = 0;
    for (int i = 63; i >= 0; i--) {
        int status;
        if (waitpid(pids[i], &status, 0) != pids[i] || WEXITSTATUS(status) != i) wrong++;
    }
    EQ(0, wrong);
    return finish();
}

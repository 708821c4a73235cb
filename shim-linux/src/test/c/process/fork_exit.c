// fork returns twice; the parent sees the child's exit status, eight bits of it.
#include "../test.h"

int main(void) {
    pid_t parent = getpid();
    int values[] = {0, 1, 42, 127, 255, 256, 257, -1};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        pid_t pid = xfork();
        if (pid == 0) {
            if (getppid() != parent || getpid() == parent) _exit(99);
            _exit(values[i]);
        }
        CHECK(pid > 0 && pid != parent);
        int status = -1;
        CHECK(waitpid(pid, &status, 0) == pid);
        CHECK(WIFEXITED(status));
        EQ(values[i] & 255, WEXITSTATUS(status));
    }
    ERR(ECHILD, wait(NULL));
    int variable = 1;
    pid_t pid = xfork();
    if (pid == 0) {
        variable = 2;
        exit(variable);
    }
    STR("exit 2", reap(pid));
    EQ(1, variable);
    return finish();
}

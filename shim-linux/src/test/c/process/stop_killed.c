// Who kills a stopped process, or one that was just continued, is told of its end only.
#include "../test.h"

enum { ROUNDS = 40 };

static pid_t stopped(int options) {
    siginfo_t info;
    pid_t pid = xfork();
    if (pid == 0)
        for (;;) pause();
    MUST(kill(pid, SIGSTOP));
    MUST(waitid(P_PID, pid, &info, WSTOPPED | options));
    return pid;
}

// Kills it and looks whether something else is heard of it first.
static int not_its_end(pid_t pid, int options) {
    int status;
    MUST(kill(pid, SIGKILL));
    MUST(waitpid(pid, &status, options));
    if (WIFSIGNALED(status)) return 0;
    MUST(waitpid(pid, &status, 0));
    return 1;
}

int main(void) {
    int stops = 0, continuations = 0;
    for (int i = 0; i < ROUNDS; i++) {
        stops += not_its_end(stopped(WNOWAIT), WUNTRACED);
        pid_t pid = stopped(0);
        MUST(kill(pid, SIGCONT));
        continuations += not_its_end(pid, WCONTINUED);
    }
    EQ(0, stops);
    EQ(0, continuations);
    return finish();
}

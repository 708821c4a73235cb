// The default action of every signal: terminate, dump core, stop, or nothing.
#include "../test.h"
#include <sys/resource.h>

int main(void) {
    MUST(setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}));
    int killed = 0, stopped = 0, nothing = 0;
    for (int signal = 1; signal <= 64; signal++) {
        if (signal == 32 || signal == 33) continue; // the C library's own
        int status;
        pid_t pid = xfork();
        if (pid == 0) {
            setpgid(0, 0);
            handle(SIGCHLD, SIG_DFL, 0);
            if (signal != SIGKILL && signal != SIGSTOP) handle(signal, SIG_DFL, 0);
            kill(getpid(), signal);
            _exit(0);
        }
        setpgid(pid, pid);
        waitpid(pid, &status, WUNTRACED);
        const char *what = outcome(status);
        if (WIFSTOPPED(status)) {
            stopped++;
            kill(pid, SIGCONT);
            waitpid(pid, &status, 0);
            if (status != 0) FAIL_AT("%s: after the stop: %s", signame(signal), outcome(status));
        } else if (WIFSIGNALED(status)) {
            killed++;
            if (WTERMSIG(status) != signal) FAIL_AT("%s: %s", signame(signal), what);
        } else nothing++;
        if (signal < 32) say("%s: %s", signame(signal), what);
    }
    EQ(54, killed);
    EQ(4, stopped);
    EQ(4, nothing); // SIGCHLD, SIGCONT, SIGURG, SIGWINCH
    return finish();
}

// SIGCHLD tells what happened to which child: exited, killed, stopped, continued.
#include "../test.h"

static siginfo_t told[8];
static volatile int count;
static void on_child(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    told[count++ & 7] = *info;
}
static void expect(int code, int status, pid_t pid) {
    AWAIT(count > 0);
    siginfo_t info = told[0];
    EQ(code, info.si_code);
    EQ(status, info.si_status);
    CHECK(info.si_pid == pid && info.si_uid == getuid() && info.si_signo == SIGCHLD);
    count = 0;
}

int main(void) {
    handle_info(SIGCHLD, on_child, 0);
    pid_t pid = xfork();
    if (pid == 0) _exit(9);
    expect(CLD_EXITED, 9, pid);
    STR("exit 9", reap(pid));
    pid = xfork();
    if (pid == 0) pause(), _exit(0);
    kill(pid, SIGSTOP);
    expect(CLD_STOPPED, SIGSTOP, pid);
    kill(pid, SIGCONT);
    expect(CLD_CONTINUED, SIGCONT, pid);
    kill(pid, SIGTERM);
    expect(CLD_KILLED, SIGTERM, pid);
    STR("killed by SIGTERM", reap(pid));
    EQ(0, count);
    sigset_t set = set_of(SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    pid_t pids[5];
    for (int i = 0; i < 5; i++) {
        pids[i] = xfork();
        if (pids[i] == 0) _exit(i);
    }
    for (int i = 0; i < 5; i++) MUST(waitid(P_PID, pids[i], &told[7], WEXITED | WNOWAIT));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    EQ(1, count); // merged into one: every handler must loop
    int reaped = 0;
    while (waitpid(-1, NULL, WNOHANG) > 0) reaped++;
    EQ(5, reaped);
    return finish();
}

// waitid: what it tells, WNOWAIT leaves the child to be waited for again, each kind of event only when asked for.
#include "../test.h"

static siginfo_t info;
static const char *told(pid_t pid) {
    static char text[96];
    const char *code = info.si_code == CLD_EXITED      ? "EXITED"
                       : info.si_code == CLD_KILLED    ? "KILLED"
                       : info.si_code == CLD_DUMPED    ? "DUMPED"
                       : info.si_code == CLD_STOPPED   ? "STOPPED"
                       : info.si_code == CLD_CONTINUED ? "CONTINUED"
                                                       : "none";
    bool good = info.si_pid == pid && info.si_uid == getuid() && info.si_signo == SIGCHLD;
    snprintf(text, sizeof text, "%s %d %s", code, info.si_status, good ? "right child" : "nobody");
    memset(&info, 0x55, sizeof info);
    return text;
}

int main(void) {
    int p[2];
    MUST(pipe(p));
    pid_t pid = xfork();
    if (pid == 0) {
        raise(SIGSTOP);
        read(p[0], &info, 1);
        _exit(11);
    }
    OK(waitid(P_PID, pid, &info, WSTOPPED));
    STR("STOPPED 19 right child", told(pid));
    OK(waitid(P_PID, pid, &info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG)); // told once
    CHECK(info.si_pid == 0 && info.si_signo == 0);
    kill(pid, SIGCONT);
    OK(waitid(P_PID, pid, &info, WCONTINUED | WNOWAIT));
    STR("CONTINUED 18 right child", told(pid));
    OK(waitid(P_PID, pid, &info, WCONTINUED));
    STR("CONTINUED 18 right child", told(pid));
    MUST(write(p[1], "x", 1));
    OK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
    STR("EXITED 11 right child", told(pid));
    OK(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT));
    STR("EXITED 11 right child", told(pid));
    OK(waitid(P_PGID, 0, &info, WEXITED));
    STR("EXITED 11 right child", told(pid));
    ERR(ECHILD, waitid(P_PID, pid, &info, WEXITED));
    pid = xfork();
    if (pid == 0) pause(), _exit(0);
    OK(waitid(P_PID, pid, &info, WEXITED | WNOHANG));
    EQ(0, info.si_pid);
    kill(pid, SIGTERM);
    OK(waitid(P_PID, pid, &info, WEXITED));
    STR("KILLED 15 right child", told(pid));
    pid = xfork();
    if (pid == 0) _exit(0);
    OK(waitid(P_PID, pid, NULL, WEXITED)); // the answer is optional
    ERR(EINVAL, waitid(P_ALL, 0, &info, 0));
    ERR(EINVAL, waitid(P_ALL, 0, &info, WNOHANG));
    ERR(EINVAL, waitid(99, 0, &info, WEXITED));
    ERR(EINVAL, waitid(P_PID, -1, &info, WEXITED));
    ERR(ECHILD, waitid(P_ALL, 0, &info, WEXITED));
    return finish();
}

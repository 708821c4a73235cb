// Process groups: setpgid by parent and child, its errors, and signals to a whole group.
#include "../test.h"

int main(int argc, char **argv) {
    char c;
    if (argc > 1) {
        MUST(write(atoi(argv[1]), "x", 1));
        pause();
    }
    int p[2];
    MUST(pipe(p));
    pid_t a = xfork();
    if (a == 0) pause(), _exit(0);
    pid_t b = xfork();
    if (b == 0) pause(), _exit(0);
    CHECK(getpgid(a) == getpgrp());
    OK(setpgid(a, 0)); // its own pid
    CHECK(getpgid(a) == a);
    OK(setpgid(b, a));
    CHECK(getpgid(b) == a);
    ERR(EPERM, setpgid(b, 0x3fffffff)); // no such group
    ERR(ESRCH, setpgid(0x3fffffff, 0));
    ERR(ESRCH, setpgid(getppid(), 0)); // not our child
    ERR(EINVAL, setpgid(a, -1));
    pid_t executed = xfork();
    if (executed == 0) {
        char number[16];
        snprintf(number, sizeof number, "%d", p[1]);
        execl(argv[0], argv[0], number, NULL);
    }
    MUST(read(p[0], &c, 1));
    ERR(EACCES, setpgid(executed, executed)); // too late after exec
    kill(executed, SIGKILL);
    STR("killed by SIGKILL", reap(executed));
    pid_t session = xfork();
    if (session == 0) {
        setsid();
        MUST(write(p[1], "x", 1));
        pause();
    }
    MUST(read(p[0], &c, 1));
    ERR(EPERM, setpgid(session, getpgrp())); // another session, and a leader
    kill(session, SIGKILL);
    STR("killed by SIGKILL", reap(session));
    OK(kill(-a, 0));
    OK(kill(-a, SIGUSR1)); // both of them, and not us
    STR("killed by SIGUSR1", reap(a));
    STR("killed by SIGUSR1", reap(b));
    ERR(ESRCH, kill(-a, 0));
    pid_t child = xfork();
    if (child == 0) {
        OK(setpgid(0, 0));
        CHECK(getpgrp() == getpid());
        handle(SIGUSR2, SIG_IGN, 0);
        pid_t grandchild = xfork();
        if (grandchild == 0) {
            handle(SIGUSR2, SIG_DFL, 0);
            MUST(write(p[1], "x", 1));
            pause();
        }
        MUST(read(p[0], &c, 1));
        OK(kill(0, SIGUSR2)); // the own group
        STR("killed by SIGUSR2", reap(grandchild));
        return finish();
    }
    STR("exit 0", reap(child));
    return finish();
}

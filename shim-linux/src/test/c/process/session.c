// setsid: a new session and group, no controlling terminal; refused to a group leader.
#include "../test.h"

int main(void) {
    pid_t old = getsid(0);
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(getsid(0) == old);
        OK(setsid());
        CHECK(getsid(0) == getpid() && getpgrp() == getpid());
        ERR(EPERM, setsid());
        ERR(EPERM, setpgid(0, 0)); // a session leader stays where it is
        ERR(ENXIO, open("/dev/tty", O_RDWR));
        pid_t child = xfork();
        if (child == 0) {
            CHECK(getsid(0) == getppid() && getpgrp() == getppid());
            OK(setpgid(0, 0));
            ERR(EPERM, setsid()); // leads a group
            return finish();
        }
        STR("exit 0", reap(child));
        child = xfork();
        if (child == 0) {
            OK(setsid());
            CHECK(getsid(0) == getpid() && getsid(getppid()) == getppid());
            return finish();
        }
        STR("exit 0", reap(child));
        return finish();
    }
    STR("exit 0", reap(pid));
    CHECK(getsid(0) == old);
    pid = xfork(); // the usual daemon: fork, setsid, fork
    if (pid == 0) {
        setsid();
        pid_t daemon = xfork();
        if (daemon == 0) _exit(getsid(0) == getppid() && getpid() != getsid(0) ? 0 : 1);
        _exit(strcmp(reap(daemon), "exit 0") ? 1 : 0);
    }
    STR("exit 0", reap(pid));
    return finish();
}

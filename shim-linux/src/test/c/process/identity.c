// Process, parent and thread ids, user and group ids agree with each other.
#include "../test.h"

int main(void) {
    CHECK(getpid() > 0 && getppid() >= 0);
    CHECK(getpid() == gettid());
    CHECK(getpid() == getpid());
    uid_t r, e, s;
    OK(getresuid(&r, &e, &s));
    CHECK(r == getuid() && e == geteuid() && s == e);
    gid_t rg, eg, sg;
    OK(getresgid(&rg, &eg, &sg));
    CHECK(rg == getgid() && eg == getegid() && sg == eg);
    CHECK(getpgid(0) == getpgrp() && getpgid(getpid()) == getpgrp());
    CHECK(getsid(0) == getsid(getpid()));
    ERR(ESRCH, getpgid(0x3fffffff));
    ERR(ESRCH, getsid(0x3fffffff));
    CHECK(getgroups(0, NULL) >= 0);
    ERR(EINVAL, getgroups(-1, NULL));
    pid_t me = getpid();
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(getppid() == me && getpid() != me && gettid() == getpid());
        CHECK(getpgrp() == getpgid(me) && getsid(0) == getsid(me));
        return finish();
    }
    STR("exit 0", reap(pid));
    return finish();
}

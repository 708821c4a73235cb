// prctl: thread name, dumpable, no_new_privs, keepcaps, timer slack, capability bounding set, errors.
#include "../test.h"
#include <linux/capability.h>
#include <sys/prctl.h>

int main(void) {
    char name[17] = {0};
    OK(prctl(PR_GET_NAME, name));
    STR("prctl", name);
    OK(prctl(PR_SET_NAME, "a name that is too long"));
    OK(prctl(PR_GET_NAME, name));
    STR("a name that is ", name); // fifteen bytes
    STR("a name that is \n", get("/proc/self/comm"));
    put("/proc/self/comm", "other");
    OK(prctl(PR_GET_NAME, name));
    STR("other", name);
    EQ(1, prctl(PR_GET_DUMPABLE));
    OK(prctl(PR_SET_DUMPABLE, 0));
    EQ(0, prctl(PR_GET_DUMPABLE));
    OK(prctl(PR_SET_DUMPABLE, 1));
    ERR(EINVAL, prctl(PR_SET_DUMPABLE, 2));
    EQ(0, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    ERR(EINVAL, prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    EQ(1, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    ERR(EINVAL, prctl(PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0));
    EQ(0, prctl(PR_GET_KEEPCAPS));
    OK(prctl(PR_SET_KEEPCAPS, 1));
    EQ(1, prctl(PR_GET_KEEPCAPS));
    ERR(EINVAL, prctl(PR_SET_KEEPCAPS, 2));
    CHECK(prctl(PR_GET_TIMERSLACK) > 0);
    OK(prctl(PR_SET_TIMERSLACK, 12345));
    EQ(12345, prctl(PR_GET_TIMERSLACK));
    CHECK(prctl(PR_CAPBSET_READ, CAP_CHOWN) >= 0);
    ERR(EINVAL, prctl(PR_CAPBSET_READ, 200));
    EQ(0, prctl(PR_GET_SECCOMP));
    EQ(0, prctl(PR_GET_SECUREBITS) & ~0xff);
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1); // inherited
        OK(prctl(PR_GET_NAME, name));
        STR("other", name);
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(EINVAL, prctl(99999));
    ERR(EFAULT, prctl(PR_SET_NAME, 16));
    ERR(EFAULT, prctl(PR_GET_NAME, 16));
    return finish();
}

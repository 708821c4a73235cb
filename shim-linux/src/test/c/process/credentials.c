// Changing ids: as root down to a user and not back; as a user only among one's own ids.
#include "../test.h"

#include <sys/fsuid.h>

#define CHECK_QUIET(condition) do { if (!(condition)) FAIL_AT("%s", #condition); } while (0)

static const char *ids(void) { // of a process that has become user 65534
    static char text[64];
    uid_t r, e, s;
    gid_t rg, eg, sg;
    MUST(getresuid(&r, &e, &s));
    MUST(getresgid(&rg, &eg, &sg));
    snprintf(text, sizeof text, "%u %u %u / %u %u %u", r, e, s, rg, eg, sg);
    return text;
}

int main(void) {
    pid_t pid = xfork();
    if (pid == 0 && geteuid() == 0) { // for root only, and silent, so that the output is everybody's
        MUST(setresuid(-1, 65534, -1)); // only the effective id: can go back
        CHECK_QUIET(strcmp(ids(), "0 65534 0 / 0 0 0") == 0);
        MUST(setresuid(-1, 0, -1));
        MUST(seteuid(65534));
        MUST(seteuid(0));
        MUST(setgroups(2, (gid_t[]){10, 20}));
        CHECK_QUIET(getgroups(0, NULL) == 2);
        MUST(setgid(1234)); // root's setgid sets all three
        CHECK_QUIET(strcmp(ids(), "0 0 0 / 1234 1234 1234") == 0);
        MUST(setuid(65533));
        CHECK_QUIET(strcmp(ids(), "65533 65533 65533 / 1234 1234 1234") == 0);
        CHECK_QUIET(setuid(0) == -1 && errno == EPERM);
        return finish();
    }
    if (pid == 0) return 0;
    STR("exit 0", reap(pid));
    uid_t me = geteuid() ? geteuid() : 65534;
    drop_root();
    CHECK(getuid() == me && geteuid() == me);
    ERR(EPERM, setuid(0));
    ERR(EPERM, seteuid(0));
    ERR(EPERM, setreuid(0, 0));
    ERR(EPERM, setresuid(-1, -1, 0));
    ERR(EPERM, setgid(0));
    ERR(EPERM, setgroups(0, NULL));
    OK(setuid(me));
    OK(setresuid(-1, -1, -1));
    OK(setreuid(me, me));
    OK(setresgid(getgid(), -1, getegid()));
    CHECK(setfsuid(-1) == (int)me); // tells, and never fails
    CHECK(setfsuid(0) == (int)me && setfsuid(-1) == (int)me);
    ERR(EFAULT, getresuid((uid_t *)16, NULL, NULL));
    return finish();
}

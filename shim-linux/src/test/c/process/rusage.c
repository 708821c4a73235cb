// getrusage and times: own use grows, a child's is added when it has been waited for.
#include "../test.h"
#include <sys/resource.h>
#include <sys/times.h>

static volatile unsigned long sink;
static long long us(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }
static long long used(int who) {
    struct rusage u;
    MUST(getrusage(who, &u));
    return us(u.ru_utime) + us(u.ru_stime);
}
static void burn(int milliseconds) { // of CPU time
    long long until = used(RUSAGE_SELF) + milliseconds * 1000LL;
    while (used(RUSAGE_SELF) < until)
        for (int i = 0; i < 10000; i++) sink += i;
}

int main(void) {
    struct rusage u;
    memset(&u, 0xff, sizeof u);
    OK(getrusage(RUSAGE_SELF, &u));
    CHECK(u.ru_maxrss > 100 && u.ru_minflt >= 0 && u.ru_nvcsw >= 0 && u.ru_nivcsw >= 0);
    CHECK(used(RUSAGE_SELF) < 1000000);
    EQ(0, used(RUSAGE_CHILDREN));
    enum { BYTES = 32 << 20 };
    memset(MUST(malloc(BYTES)), 1, BYTES);
    for (int i = 0; i < 1000 && getrusage(RUSAGE_THREAD, &u) == 0 && u.ru_maxrss < BYTES >> 10; i++) msleep(10);
    CHECK(u.ru_maxrss > BYTES >> 10);
    long long before = used(RUSAGE_SELF);
    burn(60);
    CHECK(used(RUSAGE_SELF) - before >= 60000);
    CHECK(used(RUSAGE_THREAD) >= 50000);
    burn(240);
    pid_t pid = xfork();
    if (pid == 0) {
        CHECK(used(RUSAGE_SELF) < 250000); // starts from zero
        burn(60);
        return finish();
    }
    siginfo_t info;
    MUST(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
    EQ(0, used(RUSAGE_CHILDREN)); // not yet
    STR("exit 0", reap(pid));
    CHECK(used(RUSAGE_CHILDREN) >= 55000);
    struct tms t;
    clock_t now = times(&t);
    CHECK(now != (clock_t)-1 && t.tms_utime + t.tms_stime >= 4 && t.tms_cutime + t.tms_cstime >= 4);
    msleep(30);
    CHECK(times(NULL) - now >= 2);
    ERR(EINVAL, getrusage(99, &u));
    ERR(EFAULT, getrusage(RUSAGE_SELF, (struct rusage *)16));
    return finish();
}

// alarm and setitimer(ITIMER_REAL): one timer for both, replaced, cancelled, periodic, not inherited by fork.
#include "../test.h"
#include <sys/time.h>

static volatile sig_atomic_t count;
static void on_alarm(int signal) { (void)signal, count++; }

int main(void) {
    struct itimerval t, old;
    handle(SIGALRM, on_alarm, 0);
    EQ(0, alarm(100));
    CHECK(alarm(50) >= 99);
    OK(getitimer(ITIMER_REAL, &t));
    CHECK(t.it_value.tv_sec >= 40 && t.it_interval.tv_sec == 0);
    CHECK(alarm(0) >= 40);
    OK(getitimer(ITIMER_REAL, &t));
    CHECK(t.it_value.tv_sec == 0 && t.it_value.tv_usec == 0);
    t = (struct itimerval){{0, 0}, {0, 10000}};
    OK(setitimer(ITIMER_REAL, &t, NULL));
    AWAIT(count == 1);
    msleep(25);
    EQ(1, count); // once
    t = (struct itimerval){{0, 3000}, {0, 3000}};
    OK(setitimer(ITIMER_REAL, &t, NULL));
    AWAIT(count >= 6);
    OK(setitimer(ITIMER_REAL, &(struct itimerval){0}, &old));
    CHECK(old.it_interval.tv_usec == 3000 && old.it_value.tv_usec <= 3000);
    int before = count;
    msleep(15);
    CHECK(count == before);
    alarm(100);
    pid_t pid = xfork();
    if (pid == 0) _exit(alarm(0) == 0 ? 0 : 1); // the child has none
    STR("exit 0", reap(pid));
    CHECK(alarm(0) >= 50);
    pid = xfork();
    if (pid == 0) {
        handle(SIGALRM, SIG_DFL, 0);
        setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 5000}}, NULL);
        for (;;) pause();
    }
    STR("killed by SIGALRM", reap(pid));
    ERR(EINVAL, setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 1000000}}, NULL));
    ERR(EINVAL, syscall(SYS_setitimer, 99, &t, NULL));
    ERR(EFAULT, syscall(SYS_getitimer, ITIMER_REAL, 16));
    return finish();
}

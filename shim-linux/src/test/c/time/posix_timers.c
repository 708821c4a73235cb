// timer_create: signals with value, to a thread, by a thread; overruns; absolute, periodic; reading, deleting, errors.
#include "../test.h"
#include <pthread.h>

static volatile int count, value, code, tid, called;
static void on_timer(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    value = info->si_value.sival_int, code = info->si_code, tid = gettid();
    count++;
}
static void callback(union sigval v) { called = v.sival_int; }
static timer_t make(int notify, int signal) {
    timer_t t;
    struct sigevent e = {.sigev_notify = notify, .sigev_signo = signal, .sigev_value.sival_int = 55};
    e._sigev_un._tid = gettid();
    MUST(timer_create(CLOCK_MONOTONIC, &e, &t));
    return t;
}

int main(void) {
    struct itimerspec once = {.it_value = {0, 10000000}}, now;
    handle_info(SIGRTMIN, on_timer, 0);
    timer_t t = make(SIGEV_SIGNAL, SIGRTMIN);
    OK(timer_settime(t, 0, &once, NULL));
    OK(timer_gettime(t, &now));
    CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_nsec <= 10000000);
    AWAIT(count == 1);
    CHECK(value == 55 && code == SI_TIMER);
    OK(timer_gettime(t, &now));
    CHECK(now.it_value.tv_sec == 0 && now.it_value.tv_nsec == 0);
    sigset_t set = set_of(SIGRTMIN); // overruns while it is blocked: one signal, many expirations
    siginfo_t info;
    sigprocmask(SIG_BLOCK, &set, NULL);
    OK(timer_settime(t, 0, &(struct itimerspec){{0, 2000000}, {0, 2000000}}, NULL));
    msleep(30);
    EQ(34, sigwaitinfo(&set, &info));
    CHECK(info.si_overrun >= 9 && timer_getoverrun(t) == info.si_overrun);
    OK(timer_settime(t, 0, &(struct itimerspec){0}, &now));
    EQ(2000000, now.it_interval.tv_nsec);
    while (sigtimedwait(&set, NULL, &(struct timespec){0, 0}) != -1) {
    }
    clock_gettime(CLOCK_MONOTONIC, &once.it_value);
    OK(timer_settime(t, TIMER_ABSTIME, &once, NULL)); // now
    EQ(34, sigwaitinfo(&set, NULL));
    OK(timer_delete(t));
    ERR(EINVAL, timer_delete(t));
    ERR(EINVAL, timer_settime(t, 0, &once, NULL));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    t = make(SIGEV_THREAD_ID, SIGRTMIN);
    count = 0;
    once.it_value = (struct timespec){0, 1000000};
    OK(timer_settime(t, 0, &once, NULL));
    AWAIT(count == 1);
    CHECK(tid == gettid());
    struct sigevent e = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = callback, .sigev_value.sival_int = 66};
    OK(timer_create(CLOCK_REALTIME, &e, &t));
    OK(timer_settime(t, 0, &once, NULL));
    AWAIT(called == 66);
    t = make(SIGEV_NONE, 0);
    OK(timer_settime(t, 0, &(struct itimerspec){.it_value = {100, 0}}, NULL));
    OK(timer_gettime(t, &now));
    CHECK(now.it_value.tv_sec >= 99);
    pid_t pid = xfork();
    if (pid == 0) _exit(timer_gettime(t, &now) == -1 && errno == EINVAL ? 0 : 1); // not inherited
    STR("exit 0", reap(pid));
    ERR(EINVAL, timer_create(99, NULL, &t));
    ERR(EINVAL, timer_create(CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = 99}, &t));
    ERR(EINVAL, timer_settime(t, 0, &(struct itimerspec){.it_value = {0, 1000000000}}, NULL));
    return finish();
}

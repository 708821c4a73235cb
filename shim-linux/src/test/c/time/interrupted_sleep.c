// A sleep that is interrupted tells what is left; stopping and continuing does not shorten it.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    handle(SIGALRM, on_signal, 0);
    struct timespec left = {0, 0};
    ualarm(20000, 10000);
    ERR(EINTR, nanosleep(&(struct timespec){10, 0}, &left));
    CHECK(left.tv_sec >= 1 && left.tv_sec <= 10 && left.tv_nsec >= 0 && left.tv_nsec < 1000000000);
    struct timespec t = {0, 60000000}; // sleeping on with what is left adds up
    long long start = now_ms();
    while (nanosleep(&t, &t) == -1) {
    }
    CHECK(now_ms() - start >= 59);
    ualarm(0, 0);
    CHECK(count >= 2);
    struct timespec until; // absolute: nothing is left to tell
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += 5;
    left = (struct timespec){77, 77};
    ualarm(10000, 10000);
    RET(EINTR, clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, &left));
    CHECK(left.tv_sec == 77 && left.tv_nsec == 77);
    CHECK(sleep(3) > 0); // the seconds not slept
    ualarm(0, 0);
    pid_t pid = xfork();
    if (pid == 0) {
        start = now_ms();
        int result = nanosleep(&(struct timespec){0, 60000000}, NULL); // goes on by itself
        _exit(result == 0 && now_ms() - start >= 59 ? 0 : 1);
    }
    for (int i = 0; i < 3; i++) {
        msleep(5);
        kill(pid, SIGSTOP);
        msleep(5);
        kill(pid, SIGCONT);
    }
    STR("exit 0", reap(pid));
    return finish();
}

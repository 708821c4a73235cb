// cflags: -fexceptions -rdynamic
// Unwinding the stack: backtrace from a handler that interrupted a system call, and clean-ups through one.
#include "../test.h"
#include <execinfo.h>
#include <pthread.h>
#include <sys/time.h>

static volatile int depth, found_main, found_sleeper, cleaned, waiting;
int main(void);
__attribute__((noinline)) void sleeper(int seconds) {
    struct timespec t = {seconds, 0};
    syscall(SYS_nanosleep, &t, NULL);
    __asm__ volatile("" ::: "memory");
}
static bool inside(void *p, void *function, int size) { return (char *)p > (char *)function && (char *)p < (char *)function + size; }
static void on_alarm(int signal) {
    (void)signal;
    void *frames[64];
    depth = backtrace(frames, 64);
    for (int i = 0; i < depth; i++) {
        found_main |= inside(frames[i], (void *)main, 2000);
        found_sleeper |= inside(frames[i], (void *)sleeper, 200);
    }
}
static void clean_up(void *by) { cleaned += (int)(long)by; }
static void *cancelled(void *unused) {
    pthread_cleanup_push(clean_up, (void *)1);
    sleeper(0);
    pthread_cleanup_push(clean_up, (void *)10);
    waiting = 1;
    for (;;) pause(); // unwinding starts within a call
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return unused;
}

int main(void) {
    void *frames[64];
    CHECK(backtrace(frames, 64) >= 2); // loads what it needs
    CHECK(inside(frames[0], (void *)main, 2000));
    handle(SIGALRM, on_alarm, 0);
    for (int i = 0; i < 3; i++) {
        depth = found_main = found_sleeper = 0;
        setitimer(ITIMER_REAL, &(struct itimerval){{0, 5000}, {0, 5000}}, NULL);
        for (int k = 0; k < 1000 && !found_sleeper; k++) sleeper(1);
        setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
        CHECK(found_main && found_sleeper && depth >= 4);
    }
    pthread_t t;
    void *result;
    pthread_create(&t, NULL, cancelled, NULL);
    AWAIT(waiting);
    pthread_cancel(t);
    pthread_join(t, &result);
    CHECK(result == PTHREAD_CANCELED);
    EQ(11, cleaned);
    return finish();
}

// Exceptions and profilers unwind through the vDSO: a backtrace from a signal handler that came inside of it shows main.
#include "../test.h"
#include <execinfo.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/time.h>
#include <ucontext.h>

static unsigned long vdso;
static volatile int inside, good;
static void *main_start;

__attribute__((noinline)) static void tick(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    unsigned long at = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    if (at - vdso >= 4096 * 2) return;
    inside++;
    void *frames[64];
    int count = backtrace(frames, 64);
    for (int i = 0; i < count; i++)
        if (frames[i] >= main_start && (char *)frames[i] < (char *)main_start + 4096) { good++; return; }
}

int main(void) {
    main_start = (void *)&main;
    vdso = getauxval(AT_SYSINFO_EHDR);
    void *warm[4];
    backtrace(warm, 4); // loads libgcc
    struct sigaction action = {.sa_sigaction = tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    OK(sigaction(SIGALRM, &action, NULL));
    struct itimerval every = {{0, 2000}, {0, 2000}};
    OK(setitimer(ITIMER_REAL, &every, NULL));
    struct timespec t, start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        for (int i = 0; i < 1000; i++) clock_gettime(CLOCK_MONOTONIC, &t);
    } while (inside < 20 && t.tv_sec - start.tv_sec < 10);
    every = (struct itimerval){0};
    OK(setitimer(ITIMER_REAL, &every, NULL));
    CHECK(inside >= 20);
    CHECK(good == inside);
    return finish();
}

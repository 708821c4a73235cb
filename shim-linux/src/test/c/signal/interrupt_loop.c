// A program that computes without any system call is interrupted all the same: by timer, by kill, by other processes.
#include "../test.h"
#include <sys/mman.h>
#include <sys/time.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    handle(SIGALRM, on_signal, 0);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 2000}, {0, 2000}}, NULL);
    volatile unsigned long turns = 0;
    while (count < 20) turns++;
    CHECK(count >= 20);
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    handle(SIGUSR1, on_signal, 0);
    count = 0;
    pid_t me = getpid(), pid = xfork();
    if (pid == 0) {
        for (int i = 0; i < 10; i++) kill(me, SIGUSR1), msleep(2);
        _exit(0);
    }
    while (count < 1) turns++;
    CHECK(count >= 1);
    STR("exit 0", reap(pid));
    volatile int *shared = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid = xfork();
    if (pid == 0) {
        *shared = 1;
        for (;;) turns++;
    }
    AWAIT(*shared == 1);
    kill(pid, SIGTERM);
    STR("killed by SIGTERM", reap(pid));
    pid = xfork();
    if (pid == 0) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, NULL);
        *shared = 2;
        for (;;) turns++;
    }
    AWAIT(*shared == 2);
    kill(pid, SIGTERM); // held back
    kill(pid, SIGKILL); // nothing holds this back
    STR("killed by SIGKILL", reap(pid));
    return finish();
}

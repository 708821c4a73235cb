// Thousands of signals between two processes: none of the queued ones is lost, and the work goes on undisturbed.
#include "../test.h"
#include <sys/time.h>

static volatile sig_atomic_t count, alarms;
static volatile long sum;
static void on_queued(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    count++;
    sum += info->si_value.sival_int;
}
static void on_alarm(int signal) { (void)signal, alarms++; }

int main(void) {
    handle_info(SIGRTMIN, on_queued, SA_RESTART);
    handle(SIGALRM, on_alarm, SA_RESTART);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 1000}, {0, 1000}}, NULL);
    pid_t parent = getpid(), pid = xfork();
    if (pid == 0) {
        for (int i = 1; i <= 2000; i++)
            while (sigqueue(parent, SIGRTMIN, (union sigval){.sival_int = i}) == -1) msleep(1);
        _exit(0);
    }
    int p[2];
    MUST(pipe(p));
    double x = 1;
    long bad = 0;
    for (int i = 0; i < 3000; i++) { // calls and floating-point work in between
        char c = i, d = 0;
        if (write(p[1], &c, 1) != 1 || read(p[0], &d, 1) != 1 || c != d) bad++;
        x = x * 1.0000001 + 0.5;
        char *block = malloc(1000 + i);
        memset(block, i, 1000);
        if (block[999] != (char)i) bad++;
        free(block);
    }
    EQ(0, bad);
    CHECK(x > 1501 && x < 1502);
    STR("exit 0", reap(pid));
    AWAIT(count == 2000);
    EQ(2001000, sum);
    AWAIT(alarms > 10);
    return finish();
}

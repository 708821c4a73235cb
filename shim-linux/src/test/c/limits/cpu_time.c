// RLIMIT_CPU: SIGXCPU at the soft limit, SIGKILL at the hard one. (A second is the least there is.)
#include "../test.h"
#include <sys/mman.h>
#include <sys/resource.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    volatile unsigned long turns = 0;
    volatile int *seen = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        MUST(setrlimit(RLIMIT_CPU, &(struct rlimit){1, 10}));
        handle(SIGXCPU, on_signal, 0);
        while (count == 0) turns++;
        struct timespec used;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        seen[0] = used.tv_sec >= 1 || used.tv_nsec > 500000000; // the kernel counts ticks, so this is rough
        handle(SIGXCPU, SIG_IGN, 0);
        MUST(setrlimit(RLIMIT_CPU, &(struct rlimit){1, 1})); // it is past that already
        for (;;) turns++;
    }
    STR("killed by SIGKILL", reap(pid));
    EQ(1, seen[0]);
    pid = xfork();
    if (pid == 0) { // the time that children have used does not count
        MUST(setrlimit(RLIMIT_CPU, &(struct rlimit){1, 1}));
        for (int i = 0; i < 1000000; i++) turns++;
        _exit(0);
    }
    STR("exit 0", reap(pid));
    return finish();
}

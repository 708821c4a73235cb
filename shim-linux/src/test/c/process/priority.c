// nice, getpriority, setpriority, scheduling policy and affinity.
#include "../test.h"
#include <sched.h>
#include <sys/resource.h>

int main(void) {
    errno = 0;
    int start = getpriority(PRIO_PROCESS, 0);
    CHECK(errno == 0 && start >= -20 && start <= 19);
    OK(setpriority(PRIO_PROCESS, 0, 5));
    EQ(5, getpriority(PRIO_PROCESS, 0));
    EQ(7, nice(2));
    pid_t pid = xfork();
    if (pid == 0) {
        EQ(7, getpriority(PRIO_PROCESS, 0)); // inherited
        EQ(7, getpriority(PRIO_PROCESS, getppid()));
        OK(setpriority(PRIO_PROCESS, 0, 100)); // cut to 19
        EQ(19, getpriority(PRIO_PROCESS, 0));
        drop_root();
        struct rlimit limit;
        MUST(getrlimit(RLIMIT_NICE, &limit));
        if (limit.rlim_cur == 0) ERR(EACCES, setpriority(PRIO_PROCESS, 0, 1));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(7, getpriority(PRIO_PROCESS, 0));
    ERR(ESRCH, getpriority(PRIO_PROCESS, 0x3fffffff));
    ERR(EINVAL, getpriority(99, 0));
    EQ(SCHED_OTHER, sched_getscheduler(0));
    struct sched_param param = {99};
    OK(sched_getparam(0, &param));
    EQ(0, param.sched_priority);
    EQ(0, sched_get_priority_min(SCHED_OTHER));
    EQ(1, sched_get_priority_min(SCHED_FIFO));
    EQ(99, sched_get_priority_max(SCHED_RR));
    OK(sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0}));
    ERR(EINVAL, sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){1}));
    ERR(EINVAL, sched_setscheduler(0, 99, &(struct sched_param){0}));
    OK(sched_yield());
    cpu_set_t set;
    CPU_ZERO(&set);
    OK(sched_getaffinity(0, sizeof set, &set));
    CHECK(CPU_COUNT(&set) >= 1);
    long n = syscall(SYS_sched_getaffinity, 0, sizeof set, &set); // the raw call tells how many bytes it wrote
    CHECK(n >= 8 && n % 8 == 0 && n <= (long)sizeof set);
    ERR(EINVAL, syscall(SYS_sched_getaffinity, 0, 4, &set));
    OK(sched_setaffinity(0, sizeof set, &set));
    CPU_ZERO(&set);
    ERR(EINVAL, sched_setaffinity(0, sizeof set, &set));
    ERR(ESRCH, sched_getaffinity(0x3fffffff, sizeof set, &set));
    CHECK(sched_getcpu() >= 0);
    return finish();
}

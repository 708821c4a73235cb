// What exec keeps (ids, directory, umask, limits, nice, interval timer) and what it resets (name, timers, locks).
#include "../test.h"
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

int main(int argc, char **argv) {
    char name[17] = {0}, here[4096];
    if (argc > 1) {
        CHECK(getpid() == atoi(argv[1]) && getppid() == atoi(argv[2]));
        CHECK(getpgrp() == getpid());
        STR("inside", strrchr(getcwd(here, sizeof here), '/') + 1);
        EQ(027, umask(0));
        struct rlimit limit;
        MUST(getrlimit(RLIMIT_NOFILE, &limit));
        EQ(77, limit.rlim_cur);
        errno = 0;
        EQ(3, getpriority(PRIO_PROCESS, 0));
        struct itimerval timer;
        MUST(getitimer(ITIMER_REAL, &timer));
        CHECK(timer.it_value.tv_sec > 500 && timer.it_interval.tv_sec == 5);
        struct itimerspec posix;
        CHECK(timer_gettime((timer_t)0, &posix) == -1 && errno == EINVAL); // POSIX timers are deleted
        MUST(prctl(PR_GET_NAME, name));
        STR("exec_state", name); // from the file's name
        EQ(1, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
        int signal = 0;
        MUST(prctl(PR_GET_PDEATHSIG, &signal));
        EQ(SIGUSR1, signal);
        return finish();
    }
    char me[16], parent[16];
    snprintf(parent, sizeof parent, "%d", getpid());
    char *program = realpath(argv[0], NULL);
    pid_t pid = xfork();
    if (pid == 0) {
        setpgid(0, 0);
        MUST(mkdir("inside", 0755));
        MUST(chdir("inside"));
        umask(027);
        MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){77, 77}));
        MUST(setpriority(PRIO_PROCESS, 0, 3));
        MUST(setitimer(ITIMER_REAL, &(struct itimerval){{5, 0}, {1000, 0}}, NULL));
        timer_t timer;
        MUST(timer_create(CLOCK_MONOTONIC, &(struct sigevent){.sigev_notify = SIGEV_NONE}, &timer));
        MUST(prctl(PR_SET_NAME, "before"));
        MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1));
        snprintf(me, sizeof me, "%d", getpid());
        execl(program, "anything", me, parent, NULL);
        _exit(9);
    }
    STR("exit 0", reap(pid));
    return finish();
}

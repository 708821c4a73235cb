// getrlimit, setrlimit, prlimit: every resource readable, lowering for good, soft above hard refused, inheritance.
#include "../test.h"
#include <sys/resource.h>

int main(int argc, char **argv) {
    struct rlimit limit;
    if (argc > 1) {
        MUST(getrlimit(RLIMIT_FSIZE, &limit));
        return limit.rlim_cur == 12345 && limit.rlim_max == 23456 ? 0 : 1;
    }
    int readable = 0;
    for (int i = 0; i < RLIM_NLIMITS; i++) readable += getrlimit(i, &limit) == 0 && limit.rlim_cur <= limit.rlim_max;
    EQ(16, readable);
    ERR(EINVAL, getrlimit(16, &limit));
    ERR(EINVAL, setrlimit(-1, &limit));
    ERR(EFAULT, syscall(SYS_getrlimit, RLIMIT_CORE, 16));
    limit = (struct rlimit){2000, 1000};
    ERR(EINVAL, setrlimit(RLIMIT_FSIZE, &limit));
    limit = (struct rlimit){12345, 23456};
    OK(setrlimit(RLIMIT_FSIZE, &limit));
    limit = (struct rlimit){1, 1};
    OK(getrlimit(RLIMIT_FSIZE, &limit));
    CHECK(limit.rlim_cur == 12345 && limit.rlim_max == 23456);
    pid_t pid = xfork();
    if (pid == 0) execl(argv[0], argv[0], "child", NULL), _exit(9);
    STR("exit 0", reap(pid)); // through fork and exec
    pid = xfork();
    if (pid == 0) pause(), _exit(0);
    struct rlimit old, new = {7, 8};
    OK(prlimit(pid, RLIMIT_CORE, &(struct rlimit){0, 0}, &old)); // another process's
    OK(prlimit(pid, RLIMIT_CORE, NULL, &old));
    CHECK(old.rlim_cur == 0 && old.rlim_max == 0);
    OK(prlimit(0, RLIMIT_MSGQUEUE, NULL, &old));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    ERR(ESRCH, prlimit(0x3fffffff, RLIMIT_CORE, NULL, &old));
    drop_root();
    OK(prlimit(0, RLIMIT_FSIZE, &(struct rlimit){23456, 23456}, &old)); // up to the hard limit
    EQ(12345, old.rlim_cur);
    ERR(EPERM, setrlimit(RLIMIT_FSIZE, &(struct rlimit){12345, 99999}));
    OK(setrlimit(RLIMIT_NOFILE, &new));
    ERR(EPERM, setrlimit(RLIMIT_NOFILE, &(struct rlimit){7, 9}));
    return finish();
}

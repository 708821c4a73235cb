// clone3, if it is there: as fork, with a pidfd, with cleared handlers, and its checks of size and flags.
#include "../test.h"
#include <linux/sched.h>

static void handler(int signal) { (void)signal; }
static struct clone_args a;
static long clone3(size_t size) { return syscall(SYS_clone3, &a, size); }

int main(void) {
    int pidfd = -1, tid = -1;
    a.exit_signal = SIGCHLD;
    pid_t pid = clone3(sizeof a);
    if (pid == -1 && errno == ENOSYS) { // allowed: every caller falls back to clone
        say("FAIL clone3: ENOSYS");
        return 1;
    }
    if (pid == 0) _exit(3);
    CHECK(pid > 0);
    STR("exit 3", reap(pid));
    pid = clone3(CLONE_ARGS_SIZE_VER0);
    if (pid == 0) _exit(4);
    STR("exit 4", reap(pid));
    a.flags = CLONE_PIDFD | CLONE_PARENT_SETTID;
    a.pidfd = (uintptr_t)&pidfd;
    a.parent_tid = (uintptr_t)&tid;
    pid = clone3(sizeof a);
    if (pid == 0) _exit(5);
    CHECK(pid > 0 && tid == pid && pidfd >= 0);
    STR("exit 5", reap(pid));
    handle(SIGUSR1, handler, 0);
    handle(SIGUSR2, SIG_IGN, 0);
    a.flags = CLONE_CLEAR_SIGHAND;
    pid = clone3(sizeof a);
    if (pid == 0) {
        struct sigaction usr1, usr2;
        sigaction(SIGUSR1, NULL, &usr1), sigaction(SIGUSR2, NULL, &usr2);
        _exit(usr1.sa_handler == SIG_DFL && usr2.sa_handler == SIG_IGN ? 0 : 1);
    }
    STR("exit 0", reap(pid));
    a.flags = CLONE_CLEAR_SIGHAND | CLONE_SIGHAND | CLONE_VM;
    ERR(EINVAL, clone3(sizeof a));
    a.flags = 0;
    ERR(EINVAL, clone3(CLONE_ARGS_SIZE_VER0 - 8));
    a.exit_signal = 100;
    ERR(EINVAL, clone3(sizeof a));
    a.exit_signal = SIGCHLD;
    a.flags = CLONE_DETACHED;
    ERR(EINVAL, clone3(sizeof a));
    a.flags = 0;
    a.stack = 4096; // a stack needs a size
    ERR(EINVAL, clone3(sizeof a));
    ERR(EFAULT, syscall(SYS_clone3, 16, sizeof a));
    ERR(E2BIG, syscall(SYS_clone3, &a, 8192));
    return finish();
}

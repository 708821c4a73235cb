// clone: CLONE_PARENT_SETTID, CHILD_SETTID, CHILD_CLEARTID, PIDFD, PARENT, SETTLS and exit signals other than SIGCHLD.
#include "../test.h"
#include <linux/futex.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#undef CLONE_NEWTIME

static volatile int child_tid, own_tid, other_parent;
static char stack[65536] __attribute__((aligned(16)));

static void on_usr1(int signal) { (void)signal; }
static int body(void *argument) {
    own_tid = gettid();
    if (child_tid != own_tid && argument) _exit(1);
    _exit(7);
}
static int parent_body(void *argument) {
    other_parent = getppid();
    return (int)(long)argument;
}

int main(void) {
    int parent_tid = 0, pidfd = -1, status;
    child_tid = -1;
    pid_t pid = clone(body, stack + sizeof stack,
                      CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, (void *)1,
                      &parent_tid, NULL, &child_tid);
    CHECK(pid > 0 && parent_tid == pid);
    int tid; // cleared and woken at its end
    while ((tid = child_tid) != 0) syscall(SYS_futex, &child_tid, FUTEX_WAIT, tid, NULL, NULL, 0);
    EQ(0, child_tid);
    STR("exit 7", reap(pid));
    CHECK(own_tid == pid);
    pid = clone(body, stack + sizeof stack, CLONE_PIDFD | SIGCHLD, NULL, &pidfd);
    CHECK(pid > 0 && pidfd > 2 && fcntl(pidfd, F_GETFD) == FD_CLOEXEC);
    EQ(1, poll(&(struct pollfd){pidfd, POLLIN, 0}, 1, -1));
    STR("exit 7", reap(pid));
    handle(SIGUSR1, on_usr1, 0);
    pid = clone(body, stack + sizeof stack, SIGUSR1, NULL); // its end is told by SIGUSR1: not a plain child
    ERR(ECHILD, waitpid(pid, &status, 0));
    CHECK(waitpid(pid, &status, __WCLONE) == pid);
    pid = clone(body, stack + sizeof stack, 0, NULL); // told by nothing
    CHECK(waitpid(pid, &status, __WALL) == pid);
    STR("exit 7", outcome(status));
    pid_t child = xfork();
    if (child == 0) {
        pid_t sibling = clone(parent_body, stack + sizeof stack, CLONE_PARENT | CLONE_VM | CLONE_VFORK, (void *)8);
        CHECK(sibling > 0 && other_parent == getppid());
        ERR(ECHILD, wait(NULL)); // not ours
        return finish();
    }
    STR("exit 0", reap(child));
    CHECK(waitpid(-1, &status, __WALL) > 0);
    STR("exit 8", outcome(status));
    ERR(EINVAL, syscall(SYS_clone, CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD, 0, &pidfd, 0, 0));
    return finish();
}

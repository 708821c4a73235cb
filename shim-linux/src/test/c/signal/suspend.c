// sigsuspend and pause: wait with another mask, return EINTR after the handler, put the mask back.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    sigset_t empty = set_of(0), mask;
    handle(SIGUSR1, on_signal, SA_RESTART);
    block(SIGUSR1);
    kill(getpid(), SIGUSR1);
    EQ(0, count);
    ERR(EINTR, sigsuspend(&empty)); // was pending: at once
    EQ(1, count);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(sigismember(&mask, SIGUSR1));
    pid_t me = getpid(), pid = xfork();
    if (pid == 0) {
        msleep(20);
        kill(me, SIGUSR1);
        _exit(0);
    }
    ERR(EINTR, sigsuspend(&empty));
    EQ(2, count);
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) { // a signal that the mask holds does not wake it
        handle(SIGUSR2, on_signal, 0);
        handle(SIGALRM, on_signal, 0);
        sigset_t usr2 = set_of(SIGUSR2);
        block(SIGALRM);
        kill(getpid(), SIGUSR2);
        count = 0;
        block(SIGUSR2);
        kill(getpid(), SIGUSR2);
        alarm(1);
        kill(getpid(), SIGUSR1);
        ERR(EINTR, sigsuspend(&usr2));
        EQ(1, count);
        unblock(SIGUSR2);
        EQ(2, count);
        return finish();
    }
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) {
        unblock(SIGUSR1);
        handle(SIGCHLD, SIG_DFL, 0);
        pid_t helper = xfork();
        if (helper == 0)
            for (;;) msleep(5), kill(getppid(), SIGUSR1);
        ERR(EINTR, pause());
        kill(helper, SIGKILL);
        while (waitpid(helper, NULL, 0) == -1) {
        }
        return finish();
    }
    STR("exit 0", reap(pid));
    ERR(EINVAL, syscall(SYS_rt_sigsuspend, &empty, 4));
    ERR(EFAULT, syscall(SYS_rt_sigsuspend, 16, 8));
    return finish();
}

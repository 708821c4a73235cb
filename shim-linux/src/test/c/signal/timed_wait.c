// sigtimedwait, sigwaitinfo and sigwait: take a pending signal without a handler, time out, are interrupted.
#include "../test.h"

static volatile sig_atomic_t count;
static void on_signal(int signal) { (void)signal, count++; }

int main(void) {
    siginfo_t info;
    int got;
    sigset_t set = set_of(SIGUSR1);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    handle(SIGUSR1, on_signal, 0);
    struct timespec none = {0, 0}, brief = {0, 30000000};
    ERR(EAGAIN, sigtimedwait(&set, &info, &none));
    long long start = now_ms();
    ERR(EAGAIN, sigtimedwait(&set, &info, &brief));
    CHECK(now_ms() - start >= 29);
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGUSR1);
    EQ(SIGUSR1, sigtimedwait(&set, &info, &none)); // the lower number first
    CHECK(info.si_code == SI_USER && info.si_pid == getpid());
    EQ(SIGTERM, sigwaitinfo(&set, NULL));
    EQ(0, count);
    pid_t me = getpid(), pid = xfork();
    if (pid == 0) {
        msleep(20);
        kill(me, SIGTERM);
        _exit(0);
    }
    EQ(0, sigwait(&set, &got));
    EQ(SIGTERM, got);
    STR("exit 0", reap(pid));
    handle(SIGALRM, on_signal, SA_RESTART); // another signal interrupts, even with SA_RESTART
    pid = xfork();
    if (pid == 0)
        for (;;) msleep(5), kill(me, SIGALRM);
    ERR(EINTR, sigwaitinfo(&set, &info));
    kill(pid, SIGKILL);
    STR("killed by SIGKILL", reap(pid));
    CHECK(count >= 1);
    handle(SIGTERM, SIG_DFL, 0);
    sigset_t child = set_of(SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    while (sigtimedwait(&child, NULL, &none) != -1) { // left over from before
    }
    pid = xfork();
    if (pid == 0) _exit(21);
    EQ(SIGCHLD, sigwaitinfo(&child, &info)); // although its default is to be ignored
    CHECK(info.si_code == CLD_EXITED && info.si_pid == pid && info.si_status == 21);
    STR("exit 21", reap(pid));
    ERR(EINVAL, sigtimedwait(&set, &info, &(struct timespec){0, 1000000000}));
    ERR(EFAULT, syscall(SYS_rt_sigtimedwait, 16, NULL, NULL, 8));
    return finish();
}

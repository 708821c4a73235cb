// siginfo tells who sent a signal and how: kill, tgkill, sigqueue, the kernel.
#include "../test.h"

static volatile siginfo_t last;
static volatile int seen;
static void on_signal(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    last = *info, seen++;
}
static bool from(int code, pid_t pid) {
    siginfo_t info = last;
    return info.si_code == code && info.si_pid == pid && info.si_uid == getuid() && info.si_errno == 0;
}

int main(void) {
    handle_info(SIGUSR1, on_signal, 0);
    handle_info(SIGRTMIN, on_signal, 0);
    handle_info(SIGPIPE, on_signal, 0);
    pid_t me = getpid();
    kill(me, SIGUSR1);
    CHECK(from(SI_USER, me));
    EQ(SIGUSR1, last.si_signo);
    syscall(SYS_tgkill, me, gettid(), SIGUSR1);
    CHECK(from(SI_TKILL, me));
    syscall(SYS_tkill, gettid(), SIGUSR1);
    CHECK(from(SI_TKILL, me));
    raise(SIGUSR1);
    CHECK(from(SI_TKILL, me));
    sigqueue(me, SIGUSR1, (union sigval){.sival_ptr = (void *)0x123456789abc});
    CHECK(from(SI_QUEUE, me));
    CHECK(last.si_value.sival_ptr == (void *)0x123456789abc);
    sigqueue(me, SIGRTMIN, (union sigval){.sival_int = -5});
    CHECK(from(SI_QUEUE, me) && last.si_value.sival_int == -5);
    int p[2];
    MUST(pipe(p));
    close(p[0]);
    ERR(EPIPE, write(p[1], "x", 1));
    EQ(SIGPIPE, last.si_signo);
    CHECK(from(SI_USER, me)); // the kernel in the caller's name
    pid_t pid = xfork();
    if (pid == 0) {
        kill(me, SIGUSR1);
        _exit(0);
    }
    STR("exit 0", reap(pid));
    CHECK(from(SI_USER, pid));
    EQ(8, seen);
    siginfo_t own = {.si_signo = SIGUSR1, .si_code = -60}; // a code of one's own, below zero
    OK(syscall(SYS_rt_sigqueueinfo, me, SIGUSR1, &own));
    EQ(-60, last.si_code);
    pid = xfork();
    if (pid == 0) {
        own.si_code = SI_USER; // may not be faked towards others
        ERR(EPERM, syscall(SYS_rt_sigqueueinfo, me, SIGUSR1, &own));
        own.si_code = SI_TKILL;
        ERR(EPERM, syscall(SYS_rt_sigqueueinfo, me, SIGUSR1, &own));
        return finish();
    }
    STR("exit 0", reap(pid));
    EQ(9, seen);
    ERR(EINVAL, syscall(SYS_tgkill, 0, gettid(), SIGUSR1));
    ERR(ESRCH, syscall(SYS_tgkill, me, 0x3fffffff, SIGUSR1));
    return finish();
}

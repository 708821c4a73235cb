// Real-time signals: the lower number first, in the order sent within a number, each with its value.
#include "../test.h"

static struct {
    int signal, value;
} got[32];
static volatile int count;
static void on_signal(int signal, siginfo_t *info, void *context) {
    (void)context;
    got[count].signal = signal - SIGRTMIN;
    got[count++].value = info->si_value.sival_int;
}

int main(void) {
    sigset_t set = set_of(0), old;
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    sigfillset(&action.sa_mask); // no nesting: the order of delivery is the order of running
    for (int i = 0; i < 4; i++) {
        sigaction(SIGRTMIN + i, &action, NULL);
        sigaddset(&set, SIGRTMIN + i);
    }
    sigprocmask(SIG_BLOCK, &set, &old);
    int send[] = {3, 1, 2, 0, 1, 3, 0, 2};
    for (int i = 0; i < 8; i++) OK(sigqueue(getpid(), SIGRTMIN + send[i], (union sigval){.sival_int = i}));
    sigprocmask(SIG_SETMASK, &old, NULL);
    EQ(8, count);
    for (int i = 0; i < 8; i++) say("SIGRTMIN+%d value %d", got[i].signal, got[i].value);
    CHECK(got[0].signal == 0 && got[0].value == 3 && got[1].value == 6 && got[2].value == 1 && got[7].value == 5);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 0; i < 100; i++) sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i});
    siginfo_t info;
    sigset_t first = set_of(SIGRTMIN);
    bool ordered = true;
    for (int i = 0; i < 100; i++) ordered &= sigwaitinfo(&first, &info) == SIGRTMIN && info.si_value.sival_int == i;
    CHECK(ordered);
    ERR(EAGAIN, sigtimedwait(&first, &info, &(struct timespec){0, 0}));
    EQ(34, SIGRTMIN);
    EQ(64, SIGRTMAX);
    return finish();
}

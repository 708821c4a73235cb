// A fault whose signal is blocked or ignored kills; a fault inside the fault's handler kills, too.
#include "../test.h"

static void on_segv(int signal) {
    (void)signal;
    *(volatile int *)8 = 1; // SIGSEGV is blocked here
}
static void nothing(int signal) { (void)signal; }

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGSEGV, nothing, 0);
        block(SIGSEGV);
        *(volatile int *)8 = 1;
    }
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) {
        handle(SIGSEGV, SIG_IGN, 0);
        *(volatile int *)8 = 1;
    }
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) {
        handle(SIGSEGV, on_segv, 0);
        *(volatile int *)8 = 1;
    }
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) { // a handler, but no stack to run it on
        handle(SIGUSR1, nothing, 0);
        pid_t me = getpid();
        __asm__ volatile("mov $16, %%rsp; mov $62, %%eax; mov $10, %%esi; syscall; ud2" ::"D"((long)me) : "memory");
    }
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) { // sent, not caused: blocked and ignored ones do no harm
        block(SIGSEGV);
        kill(getpid(), SIGSEGV);
        handle(SIGBUS, SIG_IGN, 0);
        kill(getpid(), SIGBUS);
        _exit(0);
    }
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) __asm__ volatile("mov $15, %eax; xor %esp, %esp; syscall"); // a bad signal frame
    STR("killed by SIGSEGV", reap(pid));
    return finish();
}

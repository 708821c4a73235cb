// A call into the vsyscall page at a fixed address, as programs of 2005 did. Natively it is emulated or SIGSEGV.
// In Isthmus, expected: SIGSEGV (nothing is mapped there), or the right answer.
#include "../test.h"
#include <sys/time.h>
#include <ucontext.h>

static void caught(int signal, siginfo_t *info, void *context) {
    uintptr_t at = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    _exit(signal == SIGSEGV && at == 0xffffffffff600c00 ? 3 : 2);
}

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        long t = ((long (*)(long *))0xffffffffff600400)(NULL); // time
        _exit(t > 1600000000 && labs(t - time(NULL)) < 10 ? 1 : 2);
    }
    const char *end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strcmp(end, "killed by SIGSEGV"));
    pid = xfork();
    if (pid == 0) {
        struct timeval tv = {0, 0};
        long r = ((long (*)(struct timeval *, void *))0xffffffffff600000)(&tv, NULL); // gettimeofday
        _exit(r == 0 && tv.tv_sec > 1600000000 ? 1 : 2);
    }
    end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strcmp(end, "killed by SIGSEGV"));
    pid = xfork();
    if (pid == 0) ((void (*)(void))0xffffffffff600123)(), _exit(0); // into the middle
    end = reap(pid);
    STR("killed by SIGSEGV", end);
    pid = xfork();
    if (pid == 0) {
        unsigned cpu = 4711;
        for (int i = 0; i < 1000; i++)
            if (((long (*)(unsigned *, void *, void *))0xffffffffff600800)(&cpu, NULL, NULL)) _exit(2);
        _exit(cpu < 4096 ? 1 : 2);
    }
    end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strcmp(end, "killed by SIGSEGV"));
    pid = xfork(); // a bad pointer, and another in the kernel's half
    if (pid == 0) ((long (*)(void *, void *))0xffffffffff600000)((void *)16, NULL), _exit(0);
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) ((long (*)(void *))0xffffffffff600400)((void *)0xffff888000000000), _exit(0);
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) _exit(*(volatile char *)0xffffffffff600000);
    STR("killed by SIGSEGV", reap(pid));
    pid = xfork();
    if (pid == 0) asm volatile("mov $16, %%rsp\n jmp *%0" : : "r"(0xffffffffff600400)); // no stack to return by
    STR("killed by SIGSEGV", reap(pid));
    handle_info(SIGSEGV, caught, SA_ONSTACK);
    pid = xfork();
    if (pid == 0) ((void (*)(void))0xffffffffff600c00)(), _exit(0); // there is no fourth
    STR("exit 3", reap(pid));
    return finish();
}

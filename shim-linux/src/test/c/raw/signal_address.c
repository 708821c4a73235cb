// The instruction pointer that a handler sees around a call: behind it with EINTR, at it when it will be restarted.
#include "../test.h"
#include <sys/mman.h>
#include <ucontext.h>

extern char call_start[], call_end[];
static volatile uintptr_t ip;
static volatile long rax;
static volatile int count, *restarts;
static void on_signal(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    uintptr_t now = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    if (now >= (uintptr_t)call_start && now <= (uintptr_t)call_end) {
        ip = now, rax = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX];
        count++;
        *restarts += now == (uintptr_t)call_start && rax == SYS_read;
    }
}

static int p[2];
__attribute__((noinline)) static long raw_read(void) {
    char c;
    long result;
    __asm__ volatile("xor %%eax, %%eax\n"
                     ".globl call_start, call_end\n"
                     "call_start: syscall\n"
                     "call_end: nop"
                     : "=&a"(result)
                     : "D"((long)p[0]), "S"(&c), "d"(1L)
                     : "rcx", "r11", "memory");
    return result;
}
static pid_t pester(int feed) {
    pid_t parent = getpid(), pid = xfork();
    if (pid == 0)
        for (;;) {
            msleep(4);
            kill(parent, SIGUSR1);
            if (feed && *restarts) feed = 0, MUST(write(p[1], "x", 1));
        }
    return pid;
}

int main(void) {
    MUST(pipe(p));
    restarts = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    for (int round = 0; round < 4; round++) {
        handle_info(SIGUSR1, on_signal, 0);
        count = 0;
        pid_t pid = pester(0);
        long result = raw_read();
        while (result == -EINTR && count == 0) result = raw_read(); // the signal came beside it
        kill(pid, SIGKILL);
        reap(pid);
        EQ(-EINTR, result);
        CHECK(ip == (uintptr_t)call_end && rax == -EINTR);
        handle_info(SIGUSR1, on_signal, SA_RESTART);
        *restarts = 0;
        pid = pester(1);
        EQ(1, raw_read());
        kill(pid, SIGKILL);
        reap(pid);
        CHECK(*restarts > 0); // stood at the call, with its number in rax, to be run again
    }
    return finish();
}

// Jumps to every offset in the code of Isthmus's stub, in no order and as long as there is time, with registers that ask for
// host calls. Expected in Isthmus: each child dies with a signal, exits or goes on, the parent is not harmed and exits with 0.
// Natively there is nothing to jump to.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/time.h>

enum { END = 0x800, SECONDS = 15 };

// On Linux, on Windows.
static const uintptr_t codes[] = {0x7ff100000000, 0x110001000};

static sigjmp_buf back;
static void *volatile where;

static void stopped(int number, siginfo_t *info, void *context) {
    (void)number, (void)context;
    where = info->si_addr;
    siglongjmp(back, 1);
}

static void jump(uintptr_t target, long number) {
    __asm__ volatile("xor %%edi, %%edi\n mov $1, %%esi\n xor %%edx, %%edx\n xor %%r10d, %%r10d\n xor %%r8d, %%r8d\n"
                     "lea -128(%%rsp), %%rsp\n call *%%rcx\n lea 128(%%rsp), %%rsp"
                     : "+c"(target), "+a"(number)
                     :
                     : "rdi", "rsi", "rdx", "rbx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory");
}

// A child's life: as many jumps as it survives. Where it is, is counted before each.
static void child(uintptr_t code, volatile int *next) {
    static const long numbers[] = {59, 1, 101, 9}; // execve, write, ptrace, mmap
    static const int signals[] = {SIGSEGV, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGSYS, SIGALRM};
    static char stack[1 << 16];
    const struct itimerval soon = {{0, 0}, {0, 100000}};
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) handle_info(signals[i], stopped, SA_ONSTACK | SA_NODEFER);
    while (*next < END) {
        volatile int offset = (*next)++ * 577 % END;
        where = NULL;
        setitimer(ITIMER_REAL, &soon, NULL);
        if (sigsetjmp(back, 1) == 0) jump(code + offset, numbers[offset % 4]);
        if (offset == 0 && where == (void *)code) *next = END; // nothing is there
    }
    _exit(0);
}

int main(void) {
    volatile int *next = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const time_t end = time(NULL) + SECONDS;
        for (*next = 0; *next < END && time(NULL) < end;) {
            pid_t pid = xfork();
            if (pid == 0) child(codes[i], next);
            for (int at = -1, status, pauses = 0; waitpid(pid, &status, WNOHANG) == 0; pauses++) {
                if (at != *next) at = *next, pauses = 0;
                if (pauses == 100) kill(pid, SIGKILL);
                nanosleep(&(struct timespec){0, 5000000}, NULL);
            }
        }
    }
    say("alive");
    return finish();
}

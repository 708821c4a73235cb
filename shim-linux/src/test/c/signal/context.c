// The context that a handler gets is the machine's: it reads registers and fault data, and what it writes takes effect.
#include "../test.h"
#include <sys/mman.h>
#include <ucontext.h>

static volatile int kind;
static volatile uintptr_t ip, error, trap, cr2;
extern char faulting[], resumed[];

static void on_segv(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
    ip = g[REG_RIP], error = g[REG_ERR], trap = g[REG_TRAPNO], cr2 = g[REG_CR2];
    g[REG_RIP] = (greg_t)resumed; // skips the instruction
    g[REG_RBX] = 4711;
    kind++;
}

static volatile char *page;
static void on_write(int signal, siginfo_t *info, void *context) { // as a garbage collector's barrier does
    (void)signal, (void)context;
    kind++;
    mprotect((void *)((uintptr_t)info->si_addr & ~4095UL), 4096, PROT_READ | PROT_WRITE);
}

static void on_usr1(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    ucontext_t *u = context;
    sigaddset(&u->uc_sigmask, SIGUSR2); // the mask to return to
    kind = u->uc_mcontext.fpregs != NULL && u->uc_mcontext.fpregs->mxcsr == 0x1f80;
}

int main(void) {
    long rbx = 1;
    handle_info(SIGSEGV, on_segv, 0);
    __asm__ volatile(".globl faulting, resumed\n"
                     "mov $0x1234000, %%rax\n"
                     "faulting: movb $1, 0x56(%%rax)\n"
                     "mov $99, %%rbx\n"
                     "resumed: nop"
                     : "+b"(rbx)::"rax", "memory");
    EQ(1, kind);
    EQ(4711, rbx);
    CHECK(ip == (uintptr_t)faulting);
    EQ(14, trap);       // page fault
    EQ(6, error);       // a write, by user code, nothing there
    EQ(0x1234056, cr2);
    page = MUST(mmap(NULL, 3 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    handle_info(SIGSEGV, on_write, 0);
    kind = 0;
    for (int i = 0; i < 3 * 4096; i += 1024) page[i]++; // each page faults once, then the instruction is done again
    EQ(3, kind);
    EQ(1, page[2 * 4096]);
    handle_info(SIGUSR1, on_usr1, 0);
    raise(SIGUSR1);
    EQ(1, kind);
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    CHECK(sigismember(&mask, SIGUSR2) && !sigismember(&mask, SIGUSR1));
    return finish();
}

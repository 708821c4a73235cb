// SIGILL, SIGTRAP and SIGSEGV from instructions: undefined, breakpoint, privileged; where they point.
#include "../test.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf out;
static volatile int number, code;
static void *volatile address;
static volatile uintptr_t ip;
static void on_fault(int signal, siginfo_t *info, void *context) {
    number = signal, code = info->si_code, address = info->si_addr;
    ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    siglongjmp(out, 1);
}

#define RAISES(name, label_instruction)                                            \
    do {                                                                           \
        number = 0;                                                                \
        if (!sigsetjmp(out, 1)) __asm__ volatile(label_instruction ::: "memory");  \
        say("%s: %s", name, number ? signame(number) : "nothing");                 \
    } while (0)

extern char at_ud2[], at_int3[], at_hlt[];

int main(void) {
    int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS};
    for (int i = 0; i < 4; i++) handle_info(signals[i], on_fault, 0);
    RAISES("ud2", ".globl at_ud2\nat_ud2: ud2");
    EQ(SIGILL, number);
    CHECK(code == ILL_ILLOPN && address == at_ud2 && ip == (uintptr_t)at_ud2);
    RAISES("int3", ".globl at_int3\nat_int3: int3");
    EQ(SIGTRAP, number);
    CHECK(code == SI_KERNEL && ip == (uintptr_t)at_int3 + 1); // after the instruction
    RAISES("hlt", ".globl at_hlt\nat_hlt: hlt");
    EQ(SIGSEGV, number);
    CHECK(code == SI_KERNEL && address == NULL && ip == (uintptr_t)at_hlt);
    RAISES("cli", "cli");
    EQ(SIGSEGV, number);
    RAISES("in", "inb $0x80, %%al");
    EQ(SIGSEGV, number);
    RAISES("wrmsr", "wrmsr");
    EQ(SIGSEGV, number);
    RAISES("mov to cr3", "mov %%rax, %%cr3");
    EQ(SIGSEGV, number);
    RAISES("invalid in 64-bit mode", ".byte 0x06");
    EQ(SIGILL, number);
    RAISES("int with no gate", "int $0x30");
    EQ(SIGSEGV, number);
    CHECK(code == SI_KERNEL && address == NULL);
    RAISES("lock prefix on a register", ".byte 0xf0, 0x89, 0xc0");
    EQ(SIGILL, number);
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGTRAP, SIG_DFL, 0);
        __asm__ volatile("int3");
    }
    STR("killed by SIGTRAP", reap(pid));
    return finish();
}

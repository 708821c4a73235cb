// int n: what a program gets for each number, in which registers; numbers that mean something to other systems are nothing here.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

static sigjmp_buf out;
static unsigned char *code;
static volatile int number;

static void on_fault(int signal, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    static char text[100];
    long at = info->si_addr == NULL ? -1 : (unsigned char *)info->si_addr - code;
    snprintf(text, sizeof text, "%s code %d at %+ld, trap %lld error %#llx, rip %+lld, rbx %lld", signame(signal), info->si_code, at,
        registers[REG_TRAPNO], registers[REG_ERR], registers[REG_RIP] - (greg_t)(uintptr_t)code, registers[REG_RBX]);
    say("int %#x: %s", number, text);
    siglongjmp(out, 1);
}

static void interrupt(int n) {
    number = n;
    code[0] = 0xcd, code[1] = n, code[2] = 0xc3;
    MUST(mprotect(code, 4096, PROT_READ | PROT_EXEC));
    if (!sigsetjmp(out, 1)) {
        __asm__ volatile("call *%0" : : "r"(code), "b"(77L), "a"(0L), "c"(0L) : "memory", "cc");
        say("int %#x: nothing", n);
    }
    MUST(mprotect(code, 4096, PROT_READ | PROT_WRITE));
}

int main(void) {
    int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
    for (int i = 0; i < 5; i++) handle_info(signals[i], on_fault, 0);
    code = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    for (int n = 0; n < 0x30; n++)
        interrupt(n);
    interrupt(0x30), interrupt(0x7f), interrupt(0x81), interrupt(0xff);
    // A division that overflows is none of them, whatever stands before it.
    number = -1;
    static const unsigned char division[] = {0xcd, 4, 0xf7, 0xf9, 0xc3};
    memcpy(code, division, sizeof division);
    MUST(mprotect(code, 4096, PROT_READ | PROT_EXEC));
    if (!sigsetjmp(out, 1))
        __asm__ volatile("call *%0" : : "r"(code + 2), "b"(77L), "a"(INT32_MIN), "d"(-1), "c"(-1) : "memory", "cc");
    return finish();
}

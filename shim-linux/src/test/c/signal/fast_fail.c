// int 0x29, by which programs of Windows end themselves: nothing but a fault.
#include "../test.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf out;
extern char at_int[];

static void on_segv(int signal, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    EQ(SIGSEGV, signal);
    CHECK(info->si_code == SI_KERNEL && info->si_addr == NULL && registers[REG_RIP] == (greg_t)(uintptr_t)at_int);
    EQ(0x29 * 8 + 2, registers[REG_ERR]);
    siglongjmp(out, 1);
}

int main(void) {
    handle_info(SIGSEGV, on_segv, 0);
    for (int i = 0; i < 3; i++)
        if (!sigsetjmp(out, 1)) {
            __asm__ volatile(".globl at_int\nat_int: int $0x29" : : "c"(0L) : "memory");
            say("it went on");
        }
    return finish();
}

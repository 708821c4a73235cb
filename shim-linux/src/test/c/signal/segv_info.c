// A wild access: si_addr is the address, si_code tells "nothing mapped" from "not allowed".
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static volatile int code, number;
static void *volatile address;
static void on_fault(int signal, siginfo_t *info, void *context) {
    (void)context;
    number = signal, code = info->si_code, address = info->si_addr;
    siglongjmp(out, 1);
}

static void poke(volatile char *p) {
    number = 0;
    if (!sigsetjmp(out, 1)) *p = 1;
}
static void peek(volatile char *p) {
    number = 0;
    if (!sigsetjmp(out, 1)) (void)*p;
}

int main(void) {
    handle_info(SIGSEGV, on_fault, 0);
    char *hole = MUST(mmap(NULL, 3 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    MUST(munmap(hole + 4096, 4096));
    MUST(mprotect(hole + 2 * 4096, 4096, PROT_NONE));
    poke(NULL);
    CHECK(number == SIGSEGV && code == SEGV_MAPERR && address == NULL);
    peek((char *)8);
    CHECK(number == SIGSEGV && code == SEGV_MAPERR && address == (void *)8);
    peek(hole);
    CHECK(number == 0);
    poke(hole + 5);
    CHECK(number == SIGSEGV && code == SEGV_ACCERR && address == hole + 5);
    peek(hole + 4096 + 123);
    CHECK(number == SIGSEGV && code == SEGV_MAPERR && address == hole + 4096 + 123);
    peek(hole + 2 * 4096 + 7);
    CHECK(number == SIGSEGV && code == SEGV_ACCERR && address == hole + 2 * 4096 + 7);
    poke((char *)0xdead000000000000); // not canonical: a general protection fault, no address
    CHECK(number == SIGSEGV && code == SI_KERNEL && address == NULL);
    peek((char *)0xffffffff80000000); // the kernel's half
    CHECK(number == SIGSEGV && code == SEGV_MAPERR);
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGSEGV, SIG_DFL, 0);
        *(volatile int *)16 = 1;
    }
    STR("killed by SIGSEGV", reap(pid));
    return finish();
}

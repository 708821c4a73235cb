// A call at the end of a page, together with the next instruction on another page that changes, or goes.
#include "../test.h"
#include <sys/mman.h>
#include <ucontext.h>

long at_border(long number); // syscall; mov rdx, rax on the next page; mov rax, rdx; ret
extern char border[], behind_border[];
__asm__(".section .text.border,\"ax\",@progbits\n .balign 4096\n .skip 4089, 0xcc\n"
        ".globl at_border\n .type at_border,@function\nat_border:\n .cfi_startproc\n"
        " mov %edi,%eax\n nop\n jmp 1f\n1: syscall\n" // 2 + 1 + 2 + 2 bytes
        ".globl border\nborder: mov %rax,%rdx\n mov %rdx,%rax\n ret\n .cfi_endproc\n .size at_border, . - at_border\n"
        " .balign 4096, 0xcc\n.globl behind_border\nbehind_border: .skip 4096, 0xcc\n .previous\n");

static volatile int faults;
static int back_to;

static void on_fault(int sig, siginfo_t *info, void *context) {
    (void)sig;
    faults++;
    ucontext_t *c = context;
    if ((char *)info->si_addr != border || (char *)c->uc_mcontext.gregs[REG_RIP] != border) _exit(3);
    if (c->uc_mcontext.gregs[REG_RAX] != getpid()) _exit(4);
    if (mprotect(border, 4096, back_to)) _exit(5);
}

static void at_the_end(unsigned char *p, const unsigned char *next, int bytes, long expected) {
    // mov eax, 0x050f, xor eax, eax: nothing in it may run in place; then what lies on the next page
    static const unsigned char first[] = {0xb8, 0x0f, 0x05, 0, 0, 0x31, 0xc0};
    memcpy(p + 4096 - sizeof first, first, sizeof first);
    memcpy(p + 4096, next, bytes);
    MUST(mprotect(p, 2 * 4096, PROT_READ | PROT_EXEC));
    long (*f)(void) = (long (*)(void))(p + 4096 - sizeof first);
    EQ(1, f() == expected);
    EQ(1, f() == expected);
}

int main(void) {
    EQ(1, at_border(SYS_getpid) == getpid());
    EQ(1, at_border(SYS_getpid) == getpid());
    handle(SIGSEGV, (void (*)(int))(void *)on_fault, SA_SIGINFO);
    back_to = PROT_READ | PROT_EXEC;
    MUST(mprotect(border, 4096, PROT_READ | PROT_WRITE)); // the first page still runs, and is as it was
    EQ(1, at_border(SYS_getpid) == getpid());
    EQ(1, faults);
    MUST(mprotect(border, 4096, PROT_READ));
    EQ(1, at_border(SYS_getpid) == getpid());
    EQ(2, faults);
    EQ(1, at_border(SYS_getpid) == getpid());
    static const unsigned char other[] = {0xb8, 42, 0, 0, 0, 0xc3}; // mov eax, 42; ret
    MUST(mmap(border, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    memcpy(border, other, sizeof other);
    MUST(mprotect(border, 4096, PROT_READ | PROT_EXEC));
    EQ(42, at_border(SYS_getpid));
    EQ(42, at_border(SYS_getppid));

    unsigned char *p = MUST(mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    static const unsigned char one[] = {0xb8, 1, 0, 0, 0, 0xc3}, two[] = {0xb8, 2, 0, 0, 0, 0xc3};
    at_the_end(p, one, sizeof one, 1);
    long (*f)(void) = (long (*)(void))(p + 4096 - 7);
    MUST(mprotect(p + 4096, 4096, PROT_READ | PROT_WRITE)); // only the second page
    memcpy(p + 4096, two, sizeof two);
    MUST(mprotect(p + 4096, 4096, PROT_READ | PROT_EXEC));
    EQ(2, f());
    memcpy(p + 3 * 4096, one, sizeof one);
    MUST(mprotect(p + 3 * 4096, 4096, PROT_READ | PROT_EXEC));
    MUST(mremap(p + 3 * 4096, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, p + 4096));
    EQ(1, f());
    return finish();
}

// Code as data: the bytes of a function that makes a call, read before and after it has run. Natively they do not change.
// In Isthmus, expected: a rewritten call site may show; the rest must be as it was.
#include "../test.h"

__asm__(".globl code, code_end\n"
        ".p2align 4\n"
        "code: push %rbx\n mov $39, %eax\n syscall\n mov %rax, %rbx\n mov %rbx, %rax\n pop %rbx\n ret\n"
        "code_end: nop\n");
long code(void);
extern char code_end[];

int main(void) {
    unsigned char before[64], after[64];
    long length = code_end - (char *)code, changed = 0;
    volatile const unsigned char *p = (volatile const unsigned char *)code;
    for (long i = 0; i < length; i++) before[i] = p[i];
    for (int i = 0; i < 1000; i++)
        if (code() != getpid()) CHECK(false);
    for (long i = 0; i < length; i++) after[i] = p[i];
    for (long i = 0; i < length; i++) changed += before[i] != after[i];
    CHECK(changed <= 10); // 0 natively
    CHECK(before[0] == after[0] && before[length - 1] == after[length - 1]);
    return finish();
}

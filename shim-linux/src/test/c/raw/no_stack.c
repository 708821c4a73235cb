// System calls with a stack pointer that points nowhere, is odd, or into read-only memory: no call needs a stack.
#include "../test.h"
#include <sys/mman.h>

__attribute__((noinline)) static long with_stack(uintptr_t stack, long number) {
    long result;
    __asm__ volatile("mov %%rsp, %%r12\n"
                     "mov %[stack], %%rsp\n"
                     "syscall\n"
                     "mov %%rsp, %%r13\n"
                     "mov %%r12, %%rsp\n"
                     "cmp %[stack], %%r13\n"
                     "je 1f\n"
                     "mov $-9999, %%rax\n"
                     "1:"
                     : "=a"(result)
                     : "a"(number), [stack] "b"(stack)
                     : "rcx", "r11", "r12", "r13", "memory", "cc");
    return result;
}

int main(void) {
    static const char constant[4096] = "read-only";
    long pid = getpid();
    char *none = MUST(mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    uintptr_t local = (uintptr_t)&pid;
    uintptr_t stacks[] = {0, 8, 4096, (uintptr_t)none + 4096, (uintptr_t)constant + 2048, local - 1, local - 333,
                          0x7ffffffff000, 0x8000000000000000, UINTPTR_MAX};
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
        long wrong = 0;
        for (int k = 0; k < 5; k++) wrong += with_stack(stacks[i], SYS_getpid) != pid;
        EQ(0, wrong);
    }
    EQ(-ENOSYS, with_stack(16, 9999));
    EQ(0, with_stack(16, SYS_sched_yield));
    return finish();
}

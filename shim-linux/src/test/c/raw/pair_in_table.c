// Tables at an address that ends in 80, with the index rcx times 8: the bytes cd 80 stand in each of these instructions.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#define TABLE "0x20000080(,%%rcx,8)"

static uint64_t *const table = (uint64_t *)0x20000080;

__attribute__((noinline)) static uint64_t jump(uint64_t index, uint64_t *below, uint64_t *after) {
    uint64_t result = 0, rcx = index, rsp;
    __asm__ volatile(
        "leaq 1f(%%rip), %%rax; movq %%rax, 0x20000080; leaq 2f(%%rip), %%rax; movq %%rax, 0x20000088\n"
        "movq %%rsp, %[rsp]; movq $77, -8(%%rsp); movq $78, -128(%%rsp)\n"
        "jmp *" TABLE "\n"
        "ud2\n"
        "1: movq $10, %[result]; jmp 3f\n"
        "2: movq $20, %[result]\n"
        "3: movq -8(%%rsp), %%rax; addq -128(%%rsp), %%rax; movq %%rax, (%[below]); subq %%rsp, %[rsp]\n"
        : [result] "+&r"(result), "+c"(rcx), [rsp] "=&r"(rsp)
        : [below] "r"(below)
        : "rax", "memory", "cc");
    *after = rcx * 1000 + rsp;
    return result;
}

__attribute__((noinline)) static uint64_t call(uint64_t index, uint64_t *after) {
    uint64_t result, rcx = index, rsp, flags;
    __asm__ volatile(
        "leaq 1f(%%rip), %%rax; movq %%rax, 0x20000080; leaq 2f(%%rip), %%rax; movq %%rax, 0x20000088\n"
        "movq %%rsp, %[rsp]; subq $256, %%rsp; stc; movq $0, %[result]\n"
        "call *" TABLE "\n"
        "pushfq; popq %[flags]; addq $256, %%rsp; subq %%rsp, %[rsp]; jmp 3f\n"
        "1: movq $30, %[result]; ret\n"
        "2: movq $40, %[result]; ret\n"
        "3:\n"
        : [result] "=&r"(result), "+c"(rcx), [rsp] "=&r"(rsp), [flags] "=&r"(flags)
        :
        : "rax", "memory", "cc");
    *after = rcx * 1000 + rsp * 10 + (flags & 1);
    return result;
}

static void data(uint64_t index) {
    uint64_t loaded, rcx = index, same = index, value = 5;
    double number;
    __asm__ volatile("movq " TABLE ", %0" : "=r"(loaded), "+c"(rcx) : : "memory");
    __asm__ volatile("movq " TABLE ", %%rcx" : "+c"(same) : : "memory");
    __asm__ volatile("addq %1, " TABLE : "+c"(rcx) : "r"(value) : "memory", "cc");
    __asm__ volatile("fildll " TABLE "; fstpl %0" : "=m"(number), "+c"(rcx) : : "memory");
    printf("%lu %lu %lu %lu %g\n", loaded, same, table[index], rcx, number);
}

int main(void) {
    if (mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED) return 1;
    for (uint64_t i = 0; i < 2; i++) {
        uint64_t below = 0, after = 0;
        uint64_t jumped = jump(i, &below, &after);
        printf("jump %lu, red zone %lu, after %lu\n", jumped, below, after);
        uint64_t called = call(i, &after);
        printf("call %lu, after %lu\n", called, after);
    }
    table[0] = 100;
    table[1] = 200;
    data(0);
    data(1);
    return 0;
}

// A system call changes rax, rcx and r11 only; rcx is the return address, r11 the flags; SSE and AVX state stays.
#include "../test.h"

struct state {
    uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, unused, r8, r9, r10, r11, r12, r13, r14, r15, xmm0, xmm15, expected_rcx;
};

__attribute__((noinline)) static void call(struct state *s, long number) {
    __asm__ volatile("push %%rbx; push %%rbp; push %[s]; push %[s]\n"
                     "mov $0xb0b, %%rbx; mov $0xd0d, %%rdx; mov $0x5150, %%rsi; mov $0xd1d1, %%rdi; mov $0xbbbb, %%rbp\n"
                     "mov $8, %%r8; mov $9, %%r9; mov $10, %%r10; mov $12, %%r12; mov $13, %%r13; mov $14, %%r14; mov $15, %%r15\n"
                     "movq %%r8, %%xmm0; movq %%r15, %%xmm15\n"
                     "cmp %%eax, %%eax; stc\n" // zero and carry set
                     "syscall\n"
                     "7: mov %%rax, (%%rsp)\n" // the upper copy of s is free
                     "mov 8(%%rsp), %%rax\n"
                     "mov %%rbx, 8(%%rax); mov %%rcx, 16(%%rax); mov %%rdx, 24(%%rax); mov %%rsi, 32(%%rax); mov %%rdi, 40(%%rax)\n"
                     "mov %%rbp, 48(%%rax); mov %%r8, 64(%%rax); mov %%r9, 72(%%rax); mov %%r10, 80(%%rax); mov %%r11, 88(%%rax)\n"
                     "mov %%r12, 96(%%rax); mov %%r13, 104(%%rax); mov %%r14, 112(%%rax); mov %%r15, 120(%%rax)\n"
                     "movq %%xmm0, 128(%%rax); movq %%xmm15, 136(%%rax)\n"
                     "lea 7b(%%rip), %%rcx; mov %%rcx, 144(%%rax)\n"
                     "mov (%%rsp), %%rcx; mov %%rcx, (%%rax)\n"
                     "pop %%rcx; pop %%rcx; pop %%rbp; pop %%rbx\n"
                     :
                     : [s] "r"(s), "a"(number)
                     : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm15",
                       "memory", "cc");
}

int main(void) {
    struct state s;
    long pid = getpid();
    for (int i = 0; i < 3; i++) { // the first time, and once a call site may have been rewritten
        memset(&s, 0, sizeof s);
        call(&s, SYS_getpid);
        CHECK((long)s.rax == pid);
        CHECK(s.rbx == 0xb0b && s.rdx == 0xd0d && s.rsi == 0x5150 && s.rdi == 0xd1d1 && s.rbp == 0xbbbb);
        CHECK(s.r8 == 8 && s.r9 == 9 && s.r10 == 10 && s.r12 == 12 && s.r13 == 13 && s.r14 == 14 && s.r15 == 15);
        CHECK(s.xmm0 == 8 && s.xmm15 == 15);
        CHECK(s.rcx == s.expected_rcx);
        CHECK((s.r11 & 0x41) == 0x41);
    }
    call(&s, 9999);
    EQ(-ENOSYS, s.rax);
    call(&s, SYS_sched_yield);
    EQ(0, s.rax);
    CHECK(s.rbx == 0xb0b && s.rdx == 0xd0d && s.xmm15 == 15);
    call(&s, SYS_close); // a failing one
    EQ(-EBADF, s.rax);
    CHECK(s.rdi == 0xd1d1 && s.r10 == 10);
    return finish();
}

// cflags: -mno-red-zone
// A handler that ruins every register changes nothing: general, SSE, AVX, x87, flags, mxcsr all come back.
#include "../test.h"
#include <sys/time.h>

static volatile sig_atomic_t count;
static volatile int have_avx;
static void on_signal(int signal) {
    (void)signal;
    count++;
    __asm__ volatile("xor %%eax, %%eax; mov %%rax, %%rcx; mov %%rax, %%rdx; mov %%rax, %%rsi; mov %%rax, %%rdi\n"
                     "mov %%rax, %%r8; mov %%rax, %%r9; mov %%rax, %%r10; mov %%rax, %%r11\n"
                     "pcmpeqd %%xmm0, %%xmm0; movdqa %%xmm0, %%xmm1; movdqa %%xmm0, %%xmm7; movdqa %%xmm0, %%xmm15\n"
                     "fninit; fldz; fldz; stc\n" ::
                         : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm7", "xmm15");
    if (have_avx) __asm__ volatile("vpxor %%ymm3, %%ymm3, %%ymm3; vpxor %%ymm9, %%ymm9, %%ymm9" ::: "xmm3", "xmm9");
    unsigned round_down = 0x3f80;
    __asm__ volatile("ldmxcsr %0" ::"m"(round_down));
}

struct state {
    uint64_t general[13], xmm[3], mxcsr;
    uint64_t ymm[4];
    double x87;
    uint16_t control;
} after;

__attribute__((noinline)) static void spin(void) { // loads known values, spins until signalled, stores them
    unsigned mxcsr = 0x5f80;                        // round up
    static const uint64_t high[4] = {11, 22, 33, 44};
    static const uint16_t control = 0xc7f;
    __asm__ volatile("ldmxcsr %0; fninit; fldcw %1; fldpi" ::"m"(mxcsr), "m"(control));
    if (have_avx) __asm__ volatile("vmovdqu %0, %%ymm9" ::"m"(high) : "xmm9");
    __asm__ volatile(
        "push %%rbx; push %%rbp\n"
        "mov $101, %%rax; mov $102, %%rbx; mov $103, %%rcx; mov $104, %%rdx; mov $105, %%rsi; mov $106, %%rdi\n"
        "mov $108, %%r8; mov $109, %%r9; mov $110, %%r10; mov $111, %%r11; mov $112, %%r12; mov $113, %%r13\n"
        "mov $115, %%rbp; movq %%rax, %%xmm0; movq %%rcx, %%xmm7; movq %%rdx, %%xmm15\n"
        "1: pause; cmpl $0, %[count]; je 1b\n"
        "mov %%rax, 0+%[a]; mov %%rbx, 8+%[a]; mov %%rcx, 16+%[a]; mov %%rdx, 24+%[a]; mov %%rsi, 32+%[a]\n"
        "mov %%rdi, 40+%[a]; mov %%r8, 48+%[a]; mov %%r9, 56+%[a]; mov %%r10, 64+%[a]; mov %%r11, 72+%[a]\n"
        "mov %%r12, 80+%[a]; mov %%r13, 88+%[a]; mov %%rbp, 96+%[a]\n"
        "movq %%xmm0, 104+%[a]; movq %%xmm7, 112+%[a]; movq %%xmm15, 120+%[a]\n"
        "pop %%rbp; pop %%rbx\n"
        : [a] "=m"(after), [count] "+m"(count)
        :
        : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "xmm0", "xmm7", "xmm15");
    if (have_avx) __asm__ volatile("vmovdqu %%ymm9, %0" : "=m"(after.ymm));
    __asm__ volatile("stmxcsr %0; fnstcw %1; fstpl %2" : "=m"(after.mxcsr), "=m"(after.control), "=m"(after.x87));
    unsigned normal = 0x1f80;
    __asm__ volatile("ldmxcsr %0; fninit" ::"m"(normal));
}

int main(void) {
    have_avx = __builtin_cpu_supports("avx2");
    handle(SIGALRM, on_signal, 0);
    int wrong = 0;
    for (int i = 0; i < 50; i++) {
        memset(&after, 0, sizeof after);
        count = 0;
        setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 500}}, NULL);
        spin();
        const uint64_t want[13] = {101, 102, 103, 104, 105, 106, 108, 109, 110, 111, 112, 113, 115};
        wrong += memcmp(after.general, want, sizeof want) != 0;
        wrong += (after.xmm[0] != 101) + (after.xmm[1] != 103) + (after.xmm[2] != 104);
        wrong += (after.mxcsr & 0xffc0) != 0x5f80 || after.control != 0xc7f;
        wrong += after.x87 < 3.14159 || after.x87 > 3.1416;
        if (have_avx) wrong += after.ymm[0] != 11 || after.ymm[1] != 22 || after.ymm[2] != 33 || after.ymm[3] != 44;
    }
    EQ(0, wrong);
    return finish();
}

// Instructions whose operands contain the bytes of a system call: what they compute, and how they fault.
// cflags: -mno-red-zone
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

static sigjmp_buf again;
static volatile long fault_code, fault_offset, fault_write, fault_signal;
static char *base;

static void on_fault(int sig, siginfo_t *info, void *context) {
    fault_signal = sig;
    fault_code = info->si_code;
    fault_offset = info->si_code == SI_KERNEL ? 0 : (char *)info->si_addr - base;
    fault_write = ((ucontext_t *)context)->uc_mcontext.gregs[REG_ERR] & 2;
    siglongjmp(again, 1);
}

#define FAULTS(name, code, at)                                                                                       \
    do {                                                                                                               \
        if (sigsetjmp(again, 1) == 0) {                                                                                \
            __asm__ volatile(code : : "a"(at) : "memory", "cc");                                                       \
            printf("%s goes on\n", name);                                                                             \
        } else                                                                                                         \
            printf("%s: signal %ld code %ld at %ld write %ld\n", name, fault_signal, fault_code, fault_offset, fault_write); \
    } while (0)

static void all_faults(const char *where, char *at) {
    printf("%s\n", where);
    FAULTS("mov", "movl $0x050f,(%%rax)", at);
    FAULTS("add", "addl $0x050f,(%%rax)", at);
    FAULTS("cmp", "cmpl $0x050f,(%%rax)", at);
    FAULTS("test", "testl $0x050f,(%%rax)", at);
}

static void jumps(void) {
    long *table = MUST(mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
    long result;
    __asm__ volatile("lea 1f(%%rip),%%rcx\n mov $0x2000050f,%%edx\n mov %%rcx,(%%rdx)\n mov $1,%%eax\n"
                     ".byte 0xff,0x24,0x25,0x0f,0x05,0x00,0x20\n" // jmp *0x2000050f
                     "mov $2,%%eax\n1:"
                     : "=a"(result) : : "rcx", "rdx", "memory");
    EQ(1, result);
    __asm__ volatile("lea 1f(%%rip),%%rcx\n mov $0x2000050f,%%edx\n mov %%rcx,(%%rdx)\n mov $1,%%eax\n"
                     ".byte 0xff,0x14,0x25,0x0f,0x05,0x00,0x20\n" // call *0x2000050f
                     "inc %%eax\n jmp 2f\n1: mov $3,%%eax\n ret\n2:"
                     : "=a"(result) : : "rcx", "rdx", "memory");
    EQ(4, result);
    __asm__ volatile("lea 1f(%%rip),%%rcx\n mov $0x2000050f,%%edx\n mov %%rcx,(%%rdx)\n mov $0x20000000,%%edx\n mov $5,%%eax\n"
                     ".byte 0xff,0xa2,0x0f,0x05,0x00,0x00\n" // jmp *0x50f(%rdx)
                     "mov $2,%%eax\n1:"
                     : "=a"(result) : : "rcx", "rdx", "memory");
    EQ(5, result);
    MUST(munmap(table, 4096));
}

typedef unsigned vector __attribute__((vector_size(16), aligned(1)));

static void vectors(void) {
    vector from = {1, 2, 3, 4}, to;
    __asm__("movups %1,%%xmm5\n .byte 0x66,0x0f,0x70,0xcd,0x2e\n movups %%xmm1,%0" : "=m"(to) : "m"(from) : "xmm1", "xmm5");
    printf("pshufd %u %u %u %u\n", to[0], to[1], to[2], to[3]);
    __asm__("movups %1,%%xmm13\n .byte 0x66,0x45,0x0f,0x70,0xcd,0x80\n movups %%xmm9,%0" : "=m"(to) : "m"(from) : "xmm9", "xmm13");
    printf("pshufd %u %u %u %u\n", to[0], to[1], to[2], to[3]);
    __asm__("movups %1,%%xmm5\n .byte 0xf3,0x0f,0x70,0xcd,0x2e\n movups %%xmm1,%0" : "=m"(to) : "m"(from) : "xmm1", "xmm5");
    printf("pshufhw %u %u %u %u\n", to[0], to[1], to[2], to[3]);
    unsigned word;
    __asm__("movups %1,%%xmm5\n .byte 0x66,0x0f,0xc5,0xcd,0x2e\n mov %%ecx,%0" : "=r"(word) : "m"(from) : "xmm5", "ecx");
    printf("pextrw %u\n", word);
    if (!__builtin_cpu_supports("avx2")) return;
    __asm__("vmovups %1,%%xmm5\n .byte 0xc5,0xf9,0x70,0xcd,0x2e\n vmovups %%xmm1,%0" : "=m"(to) : "m"(from) : "xmm1", "xmm5");
    printf("vpshufd %u %u %u %u\n", to[0], to[1], to[2], to[3]);
    __asm__("vmovups %1,%%xmm13\n vmovups %1,%%xmm2\n .byte 0xc4,0x41,0x68,0xc6,0xcd,0x2e\n vmovups %%xmm9,%0" : "=m"(to) : "m"(from) : "xmm9", "xmm13", "xmm2");
    printf("vshufps %u %u %u %u\n", to[0], to[1], to[2], to[3]);
    char *table = MUST(mmap((void *)0x20000000, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
    for (int i = 0; i < 4096; i++) table[i] = (char)(i * 7 + (i >> 8));
    unsigned long count = 5, place = 0x20000000;
    __asm__("mov %1,%%rcx\n .byte 0xc5,0xf8,0x10,0x04,0xcd,0x2e,0,0,0x20\n vmovups %%xmm0,%0\n cmp %1,%%rcx\n je 1f\n ud2\n1:" // no base
            : "=m"(to) : "r"(count) : "xmm0", "rcx", "cc");
    printf("vmovups %x %x %x %x\n", to[0], to[1], to[2], to[3]);
    __asm__("mov %1,%%rdx\n .byte 0xc5,0xf8,0x10,0x82,0x0f,0x05,0,0\n vmovups %%xmm0,%0\n cmp %1,%%rdx\n je 1f\n ud2\n1:" // a displacement
            : "=m"(to) : "r"(place) : "xmm0", "rdx", "cc");
    printf("vmovups %x %x %x %x\n", to[0], to[1], to[2], to[3]);
    __asm__("lea 16(%1),%%rcx\n mov %2,%%r13\n .byte 0xc4,0xc1,0x70,0xc6,0x44,0x0d,0x0f,0x05\n vmovups %%xmm0,%0" // and a number
            : "=m"(to) : "r"(place), "r"(count) : "xmm0", "rcx", "r13");
    printf("vshufps %x\n", to[2]);
    MUST(munmap(table, 4096));
}

// Any three bits, in registers of both halves.
#define TERNARY(code, a, b, c)                                                                                        \
    do {                                                                                                               \
        unsigned from[16] = {0x0f0f3355}, to[16];                                                                      \
        for (int i = 1; i < 16; i++) from[i] = from[i - 1] * 2654435761u + i;                                           \
        __asm__("vmovdqu64 %1,%%zmm" a "\n vprord $5,%%zmm" a ",%%zmm" b "\n vprord $11,%%zmm" a ",%%zmm" c           \
                "\n .byte " code "\n vmovdqu64 %%zmm" a ",%0"                                                         \
                : "=m"(to) : "m"(from) : "xmm" a, "xmm" b, "xmm" c);                                                    \
        printf("vpternlogq %x %x %x %x\n", to[0], to[1], to[7], to[15]);                                               \
    } while (0)

__attribute__((target("avx512f"))) static void ternary(void) {
    if (!__builtin_cpu_supports("avx512f")) return;
    TERNARY("0x62,0xf3,0xe5,0x48,0x25,0xcd,0x80", "1", "3", "5");
    TERNARY("0x62,0xf3,0xe5,0x48,0x25,0xcd,0x2e", "1", "3", "5");
    TERNARY("0x62,0xb3,0xe5,0x40,0x25,0xcd,0x2e", "1", "19", "21");
    TERNARY("0x62,0x53,0xe5,0x40,0x25,0xcd,0x2e", "9", "19", "13");
}

int main(void) {
    vectors();
    ternary();
    jumps();
    unsigned value = 0x1234, high = 0x100;
    __asm__("mov %0,%%ebp\n .byte 0xc1,0xcd,0x2e\n mov %%ebp,%0" : "+r"(value) : : "rbp", "cc"); // ror ebp, 46
    printf("ror %x\n", value);
    __asm__("mov %0,%%ecx\n .byte 0x80,0xcd,0x2e\n mov %%ecx,%0" : "+r"(high) : : "ecx", "cc"); // or ch, 46
    printf("or %x\n", high);
    base = MUST(mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memset(base, 1, 5 * 4096);
    MUST(mprotect(base + 4096, 4096, PROT_READ));
    MUST(mprotect(base + 2 * 4096, 4096, PROT_NONE));
    MUST(munmap(base + 3 * 4096, 2 * 4096));
    handle(SIGSEGV, (void (*)(int))(void *)on_fault, SA_SIGINFO);
    handle(SIGBUS, (void (*)(int))(void *)on_fault, SA_SIGINFO);
    all_faults("allowed", base);
    all_faults("read only", base + 4096);
    all_faults("across a border", base + 4096 - 2);
    all_faults("nothing allowed", base + 2 * 4096);
    all_faults("nothing there", base + 3 * 4096 + 8);
    all_faults("not canonical", (char *)0x8000000000000000);
    int fd = MUST(memfd_create("short", 0));
    MUST(ftruncate(fd, 100));
    MUST(mmap(base + 3 * 4096, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0));
    all_faults("behind the end of a file", base + 4 * 4096 + 16);
    return finish();
}

// A thread that computes keeps every register, however often others make it leave its code.
#include "../test.h"
#include <linux/membarrier.h>
#include <pthread.h>

static volatile bool done;
static volatile long rounds;

// Fills the general registers, the flags and two vector registers, computes for a while, and compares; 0, or which differs.
static long compute(void) {
    long wrong;
    asm volatile("sub $128, %%rsp\n push %%rbp\n" // below the red zone
                 "mov $0x1111111111111111, %%rbx\n mov $0x2222222222222222, %%rcx\n mov $0x3333333333333333, %%rdx\n"
                 "mov $0x4444444444444444, %%rsi\n mov $0x5555555555555555, %%rdi\n mov $0x6666666666666666, %%rbp\n"
                 "mov $0x7777777777777777, %%r8\n mov $0x8888888888888888, %%r9\n mov $0x9999999999999999, %%r10\n"
                 "mov $0xaaaaaaaaaaaaaaaa, %%r11\n mov $0xbbbbbbbbbbbbbbbb, %%r12\n mov $0xcccccccccccccccc, %%r13\n"
                 "mov $0xdddddddddddddddd, %%r14\n movq %%r11, %%xmm1\n movq %%rcx, %%xmm15\n"
                 "mov $3000, %%r15\n"
                 "1: stc\n jnc 9f\n dec %%r15\n jnz 1b\n" // dec leaves the carry alone
                 "9: mov $16, %%eax\n jnc 2f\n"
                 "mov $15, %%eax\n movq %%xmm1, %%r15\n cmp %%r15, %%r11\n jne 2f\n"
                 "mov $14, %%eax\n movq %%xmm15, %%r15\n cmp %%r15, %%rcx\n jne 2f\n"
#define SAME(number, register, value) "mov $" #number ", %%eax\n mov $" #value ", %%r15\n cmp %%r15, %%" #register "\n jne 2f\n"
                 SAME(1, rbx, 0x1111111111111111) SAME(2, rcx, 0x2222222222222222) SAME(3, rdx, 0x3333333333333333)
                 SAME(4, rsi, 0x4444444444444444) SAME(5, rdi, 0x5555555555555555) SAME(6, rbp, 0x6666666666666666)
                 SAME(7, r8, 0x7777777777777777) SAME(8, r9, 0x8888888888888888) SAME(9, r10, 0x9999999999999999)
                 SAME(10, r11, 0xaaaaaaaaaaaaaaaa) SAME(11, r12, 0xbbbbbbbbbbbbbbbb) SAME(12, r13, 0xcccccccccccccccc)
                 SAME(13, r14, 0xdddddddddddddddd)
                 "xor %%eax, %%eax\n"
                 "2: pop %%rbp\n add $128, %%rsp\n"
                 : "=a"(wrong)
                 :
                 : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm1",
                   "xmm15", "cc", "memory");
    return wrong;
}

static void *spin(void *unused) {
    long wrong = 0;
    while (!done && !wrong) {
        wrong = compute();
        ++rounds;
    }
    return (void *)wrong;
}

int main(void) {
    pthread_t threads[2];
    void *wrong;
    for (int i = 0; i < 2; i++) RET(0, pthread_create(&threads[i], NULL, spin, NULL));
    AWAIT(rounds > 10);
    OK(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0));
    long long until = now_ms() + 3000;
    int refused = 0;
    for (int i = 0; i < 20000 && now_ms() < until; i++)
        if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0)) refused++;
    EQ(0, refused);
    done = true;
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], &wrong);
        EQ(0, (long)wrong);
    }
    return finish();
}

// The 128 bytes below the stack pointer survive system calls and signal handlers.
// cflags: -mno-red-zone
#include "../test.h"
#include <sys/time.h>

static volatile sig_atomic_t count;
static void on_signal(int signal) {
    (void)signal;
    volatile char fill[512] __attribute__((unused));
    for (int i = 0; i < 512; i++) fill[i] = 0x55;
    count++;
}

// Fills the red zone, makes a call or spins until a signal has come, and counts what has changed.
__attribute__((noinline)) static long around_call(long number) {
    long wrong;
    __asm__ volatile("mov $16, %%ecx\n"
                     "1: mov %%rcx, -136(%%rsp, %%rcx, 8); loop 1b\n"
                     "syscall\n"
                     "xor %%eax, %%eax; mov $16, %%ecx\n"
                     "2: cmp %%rcx, -136(%%rsp, %%rcx, 8); je 3f; inc %%rax; 3: loop 2b\n"
                     : "=a"(wrong)
                     : "a"(number), "D"(-1L)
                     : "rcx", "r11", "memory", "cc");
    return wrong;
}
__attribute__((noinline)) static long around_signal(void) {
    long wrong;
    __asm__ volatile("mov $16, %%ecx\n"
                     "1: mov %%rcx, -136(%%rsp, %%rcx, 8); loop 1b\n"
                     "4: pause; cmpl $0, %[count]; je 4b\n"
                     "xor %%eax, %%eax; mov $16, %%ecx\n"
                     "2: cmp %%rcx, -136(%%rsp, %%rcx, 8); je 3f; inc %%rax; 3: loop 2b\n"
                     : "=&a"(wrong), [count] "+m"(count)
                     :
                     : "rcx", "memory", "cc");
    return wrong;
}

int main(void) {
    long wrong = 0;
    for (int i = 0; i < 1000; i++) wrong += around_call(SYS_getppid) + around_call(SYS_close) + around_call(9999);
    EQ(0, wrong);
    handle(SIGALRM, on_signal, 0);
    for (int i = 0; i < 50; i++) {
        count = 0;
        setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 300}}, NULL);
        wrong += around_signal();
    }
    EQ(0, wrong);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 200}, {0, 200}}, NULL); // in the middle of calls
    int before = count;
    while (count < before + 50) wrong += around_call(SYS_getppid);
    EQ(0, wrong);
    return finish();
}

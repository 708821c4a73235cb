// Thread-local storage in the program, zeroed and initialised, aligned, per thread, with FS base behind it.
#include "../test.h"
#include <asm/prctl.h>
#include <pthread.h>

static __thread int number = 5;
static __thread char zero[1000];
static __thread long aligned __attribute__((aligned(64))) = 9;

static void *body(void *unused) {
    (void)unused;
    bool fresh = number == 5 && zero[999] == 0 && aligned == 9 && (uintptr_t)&aligned % 64 == 0;
    number = 6, zero[999] = 1, aligned = 10;
    unsigned long fs = 0, self;
    syscall(SYS_arch_prctl, ARCH_GET_FS, &fs);
    __asm__("mov %%fs:0, %0" : "=r"(self)); // the thread control block points to itself
    return (void *)(long)(fresh && fs == self);
}

int main(void) {
    number = 50;
    for (int i = 0; i < 3; i++) {
        pthread_t t;
        void *good;
        pthread_create(&t, NULL, body, NULL);
        pthread_join(t, &good);
        CHECK(good == (void *)1);
    }
    EQ(50, number);
    EQ(9, aligned);
    pid_t pid = xfork();
    if (pid == 0) _exit(number);
    STR("exit 50", reap(pid));
    unsigned long fs = 0;
    OK(syscall(SYS_arch_prctl, ARCH_GET_FS, &fs));
    CHECK(fs != 0);
    OK(syscall(SYS_arch_prctl, ARCH_SET_FS, fs));
    ERR(EPERM, syscall(SYS_arch_prctl, ARCH_SET_FS, 0x800000000000));
    ERR(EFAULT, syscall(SYS_arch_prctl, ARCH_GET_FS, 16));
    ERR(EINVAL, syscall(SYS_arch_prctl, 0x9999, 0));
    return finish();
}

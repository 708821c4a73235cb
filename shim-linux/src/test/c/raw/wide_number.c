// The number of a call: only the lower half of rax counts; negative and huge ones do not exist.
#include "../test.h"

static long call(unsigned long number) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(0L), "S"(0L), "d"(0L) : "rcx", "r11", "memory");
    return result;
}

int main(void) {
    long pid = getpid();
    CHECK(call(SYS_getpid) == pid);
    CHECK(call(SYS_getpid | 1UL << 32) == pid);
    CHECK(call(SYS_getpid | 1UL << 63) == pid);
    CHECK(call(SYS_getpid | 0xffffffff00000000) == pid);
    EQ(-ENOSYS, call(0xffffffff));
    EQ(-ENOSYS, call(-1UL));
    EQ(-ENOSYS, call(0x80000000));
    EQ(-ENOSYS, call(0x7fffffff));
    EQ(-ENOSYS, call(100000));
    EQ(-ENOSYS, call(0xfff));
    for (unsigned number = 1000; number < 1100; number++)
        if (call(number) != -ENOSYS) EQ(-ENOSYS, call(number));
    CHECK(call(SYS_getpid) == pid);
    return finish();
}

// A syscall instruction that is reached by several ways: past the mov before it, by a loop, from behind, by a call.
#include "../test.h"

// mov $39 (getpid); syscall, entered at the mov or, with another number in rax, at the syscall itself.
__asm__(".globl at_mov, at_call\n"
        "at_mov: mov $39, %eax\n"
        "at_call: syscall\n"
        "ret\n"
        // a loop back to the syscall: the number counts down
        ".globl count_down\n"
        "count_down: mov %edi, %r12d\n"
        "xor %r13d, %r13d\n"
        "1: mov $39, %eax\n"
        "2: syscall\n"
        "inc %r13d\n"
        "mov $102, %eax\n" // getuid
        "dec %r12d\n"
        "test $1, %r12d\n"
        "jnz 2b\n" // every other time past the mov
        "test %r12d, %r12d\n"
        "jnz 1b\n"
        "mov %r13d, %eax\n"
        "ret\n"
        // code behind the call that is jumped to from elsewhere
        ".globl behind\n"
        "behind: jmp 4f\n"
        "3: mov $39, %eax\n"
        "syscall\n"
        "4: lea 1(%rdi), %rax\n"
        "ret\n");
long at_mov(void), behind(long);
long count_down(long);
long at_call(void);

static long call_at(long number) {
    long result;
    __asm__ volatile("call at_call" : "=a"(result) : "a"(number) : "rcx", "r11", "memory");
    return result;
}
static long loop(long n) {
    long result;
    __asm__ volatile("call count_down" : "=a"(result), "+D"(n) : : "rcx", "r11", "r12", "r13", "memory", "cc");
    return result;
}

int main(void) {
    long wrong = 0, pid = getpid(), uid = getuid(), tid = gettid();
    for (int i = 0; i < 100; i++) {
        wrong += at_mov() != pid;
        wrong += call_at(SYS_getuid) != uid;
        wrong += call_at(SYS_gettid) != tid;
        wrong += call_at(9999) != -ENOSYS;
        wrong += behind(i) != i + 1;
        wrong += loop(10) != 10;
    }
    EQ(0, wrong);
    void (*middle)(void) = (void (*)(void))at_call; // through a pointer
    long result;
    __asm__ volatile("call *%1" : "=a"(result) : "r"(middle), "a"((long)SYS_getpid) : "rcx", "r11", "memory");
    CHECK(result == pid);
    return finish();
}

// A thread made by the bare clone call: shared everything, its own TLS, an id that is cleared and woken at its end.
#include "../test.h"
#include <linux/futex.h>
#include <sched.h>

static volatile int child_tid, parent_tid, seen_pid, seen_tid, shared;
static volatile unsigned long seen_fs;
static unsigned long tcb[64];
static char stack[65536] __attribute__((aligned(16)));

__attribute__((used, noinline)) static void body(void) { // no C library here: its TLS is not this thread's
    long fs, pid, tid;
    __asm__ volatile("syscall" : "=a"(pid) : "a"(SYS_getpid) : "rcx", "r11", "memory");
    __asm__ volatile("syscall" : "=a"(tid) : "a"(SYS_gettid) : "rcx", "r11", "memory");
    __asm__ volatile("mov %%fs:8, %0" : "=r"(fs));
    seen_pid = pid, seen_tid = tid, seen_fs = fs, shared = 42;
    __asm__ volatile("syscall" ::"a"(SYS_exit), "D"(0) : "rcx", "r11", "memory");
    __builtin_unreachable();
}

int main(void) {
    const long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                       CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    for (int i = 0; i < 50; i++) {
        long result;
        tcb[1] = 1000 + i;
        child_tid = -1;
        shared = 0;
        register long tid_address __asm__("r10") = (long)&child_tid;
        register long tls __asm__("r8") = (long)tcb;
        __asm__ volatile("syscall\n"
                         "test %%rax, %%rax\n"
                         "jnz 1f\n"
                         "xor %%ebp, %%ebp\n"
                         "call body\n"
                         "1:"
                         : "=a"(result)
                         : "a"(SYS_clone), "D"(flags), "S"(stack + sizeof stack), "d"(&parent_tid), "r"(tid_address), "r"(tls)
                         : "rcx", "r11", "memory");
        if (result <= 0) CHECK(result > 0);
        for (int v; (v = child_tid) != 0;) syscall(SYS_futex, &child_tid, FUTEX_WAIT, v, NULL, NULL, 0);
        if (shared != 42 || seen_pid != getpid() || seen_tid != result || parent_tid != result) CHECK(false);
        if (seen_fs != 1000UL + i) EQ(1000 + i, seen_fs);
    }
    EQ(1049, seen_fs);
    CHECK(seen_tid != getpid());
    ERR(ECHILD, wait(NULL)); // a thread is no child
    return finish();
}

// Calls with numbers and arguments that would end the process, were they Windows' own: nothing but Linux answers them.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

enum { NT_CLOSE = 0x0f, NT_TERMINATE_PROCESS = 0x2c, NT_TERMINATE_THREAD = 0x53, THIS = -1 };

static sigjmp_buf back;
static void stopped(int number) {
    (void)number;
    siglongjmp(back, 1);
}

// rdi is Linux's first argument, r10 and rcx are Windows'.
static long call(long number) {
    long result;
    register long first __asm__("r10") = THIS;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"((long)THIS), "S"(0L), "d"(0L), "r"(first) : "rcx", "r11", "memory");
    return result;
}

int main(void) {
    EQ(-EBADF, call(NT_TERMINATE_PROCESS)); // sendto
    EQ(-EFAULT, call(NT_TERMINATE_THREAD)); // mkdir
    EQ(-ENOSYS, call(0x1c2f));              // NtUser…, of the window system
    char self[16] = "";
    MUST(readlink("/proc/self", self, sizeof self - 1));
    CHECK(call(SYS_getpid) == atol(self)); // a kernel below would answer with a number of its own

    // The old call of Windows, int 0x2e, and sysenter: in the program, and in memory that it writes.
    handle(SIGSEGV, stopped, SA_NODEFER);
    handle(SIGILL, stopped, SA_NODEFER);
    if (sigsetjmp(back, 1) == 0) {
        __asm__ volatile("int $0x2e" ::"a"((long)NT_TERMINATE_PROCESS), "c"((long)THIS), "d"(0L) : "memory");
        say("int 0x2e: went on");
    } else {
        say("int 0x2e: stopped");
    }
    static const unsigned char old[] = {0xcd, 0x2e, 0xc3}, hidden[] = {0xb8, 0x0f, 0x05, 0, 0, 0xc3};
    unsigned char *code = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memcpy(code, old, sizeof old);
    if (sigsetjmp(back, 1) == 0) {
        __asm__ volatile("call *%%rbx" ::"a"((long)NT_TERMINATE_PROCESS), "b"(code), "c"((long)THIS), "d"(0L) : "memory");
        say("written int 0x2e: went on");
    } else {
        say("written int 0x2e: stopped");
    }
    // A jump into the middle of an instruction: syscall; add %al, (%rax); ret. Linux answers, and then %rax is no address.
    memcpy(code + 64, hidden, sizeof hidden);
    if (sigsetjmp(back, 1) == 0) {
        long result = NT_CLOSE + 0x1000;
        __asm__ volatile("call *%%rbx" : "+a"(result) : "b"(code + 65), "D"((long)THIS), "d"(0L) : "rcx", "r11", "memory");
        say("hidden call: went on");
    } else {
        say("hidden call: stopped");
    }
    return finish();
}

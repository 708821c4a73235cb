// sysenter from 64-bit code. Natively the kernel takes it for a 32-bit call and goes back to a 32-bit place: a signal.
// In Isthmus, expected: the program dies by a signal; nothing reaches the host.
#include "../test.h"

int main(void) {
    for (int i = 0; i < 3; i++) {
        pid_t pid = xfork();
        if (pid == 0) {
            long result = 0;
            if (i == 0) __asm__ volatile("mov %%rsp, %%rbp; sysenter" : "=a"(result) : "a"(20L) : "rcx", "rdx", "memory");
            if (i == 1) __asm__ volatile("xor %%ebp, %%ebp; sysenter" : "=a"(result) : "a"(1L), "b"(7L) : "memory");
            if (i == 2) __asm__ volatile("mov $0x80000000, %%ecx; mov %%ecx, %%ebp; .byte 0x0f, 0x34" : "=a"(result) : "a"(20L) : "rcx", "memory");
            _exit(0);
        }
        const char *end = reap(pid);
        CHECK(!strncmp(end, "killed by", 9) || !strncmp(end, "exit", 4));
    }
    CHECK(getpid() > 0);
    return finish();
}

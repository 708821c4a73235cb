// Code in memory that holds a call of the host by chance makes calls of its own: who branches behind one keeps rcx, who
// comes back from one has Linux' rcx, and after a fork both processes go on there and may change it.
#include "../test.h"
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

asm(".section .rodata\n .p2align 12\n code:\n"
    // the flag in rdi: whether to make the call; rcx behind it, less its address there
    "rcx_behind: nopl 0x050f(%rax)\n mov $0x12345678, %ecx\n mov $39, %eax\n test %edi, %edi\n jz 1f\n syscall\n"
    "1: mov %rcx, %rax\n test %edi, %edi\n jz 2f\n lea 1b(%rip), %rdx\n sub %rdx, %rax\n 2: ret\n"
    // a loop whose second round comes to the instruction behind the call
    "rounds: nopl 0x050f(%rax)\n push %rbx\n mov $3, %ebx\n mov $39, %eax\n syscall\n"
    "3: mov %rcx, %rdx\n mov $77, %ecx\n dec %ebx\n jnz 3b\n mov %rdx, %rax\n pop %rbx\n ret\n"
    "forks: nopl 0x050f(%rax)\n mov $57, %eax\n syscall\n ret\n"
    ".p2align 8\n value: nopl 0x050f(%rax)\n mov $1, %eax\n ret\n"
    ".p2align 12\n code_end:\n .text\n");
extern char code[], code_end[], rcx_behind[], rounds[], forks[], value[];

static char *made;

static long run(const char *at, long argument) {
    return ((long (*)(long))(made + (at - code)))(argument);
}

static int run_value(void) {
    return (int)run(value, 0);
}

int main(void) {
    size_t size = code_end - code;
    made = mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(made, code, size);
    for (int i = 0; i < 3; i++) {
        CHECK(run(rcx_behind, 1) == 0);
        CHECK(run(rcx_behind, 0) == 0x12345678);
        CHECK(run(rounds, 0) == 77);
    }
    CHECK(run_value() == 1);
    for (int i = 0; i < 3; i++) {
        long pid = run(forks, 0);
        if (pid == 0) {
            int same = run_value() == (i == 0 ? 1 : 40 + i);
            made[value - code + 8] = 20; // the constant
            _exit(same && run_value() == 20 && run(rcx_behind, 0) == 0x12345678 ? 7 : 8);
        }
        made[value - code + 8] = 41 + i;
        CHECK(run_value() == 41 + i);
        int status;
        CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7);
        CHECK(run_value() == 41 + i);
    }
    return finish();
}

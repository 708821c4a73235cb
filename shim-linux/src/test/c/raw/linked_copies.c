// Code in memory that holds a call of the host by chance, in two pages: calls, jumps and returns of all kinds between
// them keep registers, flags and the red zone, also for a handler that interrupts them anywhere; and what another thread writes to
// them is executed.
#include "../test.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

// rounds in rdi; 0 in rax, or which check failed
asm(".section .rodata\n .p2align 12\n code:\n"
    "push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n mov %rdi, %rbp\n"
    "mov $0x1111111111111111, %rax\n mov $0x2222222222222222, %rcx\n mov $0x3333333333333333, %rdx\n"
    "mov %rsp, %r12\n"
    "loop:\n nopl 0x050f(%rax)\n"
    "stc\n call leaf\n jnc 9f\n"
    "lea leaf(%rip), %r13\n clc\n call *%r13\n jc 9f\n"
    "push %r13\n stc\n call *(%rsp)\n lea 8(%rsp), %rsp\n jnc 9f\n"
    "stc\n call *pointer(%rip)\n jnc 9f\n"
    "mov %rdx, -8(%rsp)\n mov %rcx, -128(%rsp)\n lea 1f(%rip), %r14\n stc\n jmp *%r14\n ud2\n"
    "1: jnc 9f\n cmp %rdx, -8(%rsp)\n jne 9f\n cmp %rcx, -128(%rsp)\n jne 9f\n"
    "lea 2f(%rip), %r14\n push %r14\n push %rbx\n std\n jmp arguments\n ud2\n"
    "2: cld\n cmp %r12, %rsp\n jne 9f\n"
    "dec %rbp\n jnz loop\n"
    "xor %eax, %eax\n jmp 8f\n"
    "9: mov $1, %eax\n"
    "8: end_loop: pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n"
    "pointer: .quad 0\n"
    ".p2align 12\n"
    "leaf: nopl 0x050f(%rax)\n lea -1(%r15), %r15\n ret\n"
    "arguments: pop %rbx\n push %r14\n lea 8(%rsp), %rsp\n lea -8(%rsp), %rsp\n ret $8\n"
    ".p2align 8\n value: nopl 0x050f(%rax)\n mov $0, %eax\n ret\n"
    ".p2align 8\n wait_for: nopl 0x050f(%rax)\n push %rbx\n 3: call value\n cmp %edi, %eax\n jne 3b\n pop %rbx\n ret\n"
    ".p2align 12\n code_end:\n .text\n");
extern char code[], code_end[], loop[], end_loop[], pointer[], leaf[], value[], wait_for[];

static char *made;
static volatile int ticks, inside, wrong;

static void tick(int number, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    uintptr_t rip = registers[REG_RIP], start = (uintptr_t)made;
    if (rip >= start + (loop - code) && rip < start + (end_loop - code) - 7) {
        inside++;
        wrong += registers[REG_RAX] != 0x1111111111111111 || registers[REG_RCX] != 0x2222222222222222
                 || registers[REG_RDX] != 0x3333333333333333;
    }
    ticks++;
}

static void *waiting(void *number) {
    ((void (*)(long))(made + (wait_for - code)))((long)number);
    return NULL;
}

int main(void) {
    size_t size = code_end - code;
    made = mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(made, code, size);
    *(char **)(made + (pointer - code)) = made + (leaf - code);
    struct sigaction action = {.sa_sigaction = tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    OK(sigaction(SIGALRM, &action, NULL));
    struct itimerval often = {{0, 500}, {0, 500}}, never = {0};
    OK(setitimer(ITIMER_REAL, &often, NULL));
    long (*run)(long) = (long (*)(long))made;
    long failed = 0; // where signals are slow, fewer come in that time
    for (long long until = now_ms() + 3000; inside < 200 && !failed && now_ms() < until;) failed = run(20000);
    OK(setitimer(ITIMER_REAL, &never, NULL));
    EQ(0, failed);
    EQ(0, wrong);

    for (int i = 1; i <= 50; i++) {
        pthread_t thread;
        RET(0, pthread_create(&thread, NULL, waiting, (void *)(long)i));
        if (i % 2) usleep(1000);
        __atomic_store_n((int *)(made + (value - code) + 8), i, __ATOMIC_SEQ_CST); // the operand of mov
        pthread_join(thread, NULL);
    }

    // A child goes on with its own memory, whatever copies it has inherited.
    pid_t child = fork();
    if (child == 0) {
        __atomic_store_n((int *)(made + (value - code) + 8), 1000, __ATOMIC_SEQ_CST);
        waiting((void *)1000);
        _exit(run(1000) ? 1 : 7);
    }
    __atomic_store_n((int *)(made + (value - code) + 8), 2000, __ATOMIC_SEQ_CST);
    waiting((void *)2000);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    EQ(7, WEXITSTATUS(status));
    EQ(0, run(1000));
    return finish();
}

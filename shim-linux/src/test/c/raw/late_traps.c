// One thread runs calls that are targets of branches while another lets their page be written to, and takes it back: who
// comes to a place that is replaced meanwhile, or no more, goes on all the same.
#include "../test.h"
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

long target(long); // getpid
extern char page[];
__asm__(".section .text.late,\"ax\",@progbits\n.balign 4096\npage:\n.globl target\n.type target,@function\ntarget:\n.cfi_startproc\n"
        " mov $39, %esi\n mov %esi, %eax\n test %edi, %edi\n jnz 1f\n mov $39, %eax\n 1: syscall\n ret\n"
        ".cfi_endproc\n.size target, .-target\n.balign 4096, 0xcc\n.previous\n");

static volatile int done;

static void *calls(void *wrong) {
    long pid = getpid();
    for (long i = 0; !done; i++)
        if (target(i & 1) != pid) ++*(long *)wrong;
    return NULL;
}

int main(void) {
    long wrong = 0;
    pthread_t thread;
    RET(0, pthread_create(&thread, NULL, calls, &wrong));
    long long until = now_ms() + 700;
    while (now_ms() < until) {
        MUST(mprotect(page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC));
        for (int i = 0; i < 10; i++) sched_yield();
        MUST(mprotect(page, 4096, PROT_READ | PROT_EXEC));
        for (int i = 0; i < 10; i++) sched_yield();
    }
    done = 1;
    RET(0, pthread_join(thread, NULL));
    EQ(0, wrong);
    pid_t child = xfork();
    if (child == 0) __asm__ volatile("ud2");
    STR("killed by SIGILL", reap(child));
    return finish();
}

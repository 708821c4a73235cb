// Setting the GS base, by call and by instruction. Natively both work, and GS-relative accesses use it.
// In Isthmus, expected: the call may be refused (EINVAL, EPERM, ENOSYS); a guest that changes GS behind the kernel's
// back may die by a signal; system calls and signals of others go on working.
#include "../test.h"
#include <asm/prctl.h>
#include <sys/auxv.h>

static unsigned long cells[16] = {11, 22};

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        if (syscall(SYS_arch_prctl, ARCH_SET_GS, cells)) _exit(errno == EINVAL || errno == EPERM || errno == ENOSYS ? 1 : 2);
        unsigned long value, base = 0;
        __asm__ volatile("mov %%gs:8, %0" : "=r"(value));
        syscall(SYS_arch_prctl, ARCH_GET_GS, &base);
        _exit(value == 22 && base == (unsigned long)cells ? 1 : 3);
    }
    const char *end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strncmp(end, "killed by", 9));
    pid = xfork();
    if (pid == 0) {
        if (!(getauxval(AT_HWCAP2) & 2)) _exit(1); // no FSGSBASE
        __asm__ volatile("wrgsbase %0" ::"r"(cells));
        for (int i = 0; i < 100; i++) getppid();
        _exit(1);
    }
    end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strncmp(end, "killed by", 9));
    pid = xfork();
    if (pid == 0) {
        if (!(getauxval(AT_HWCAP2) & 2)) _exit(1);
        __asm__ volatile("wrgsbase %0" ::"r"(0x7ffffffff000)); // nowhere
        for (int i = 0; i < 100; i++) getppid();
        _exit(1);
    }
    end = reap(pid);
    CHECK(!strcmp(end, "exit 1") || !strncmp(end, "killed by", 9));
    CHECK(getpid() > 0);
    return finish();
}

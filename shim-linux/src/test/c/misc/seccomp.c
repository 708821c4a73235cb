// seccomp inside the guest: a filter that answers with an errno, one that traps, one that kills, strict mode.
#include "../test.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

static volatile int trapped, trap_code;
static void on_sys(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    trapped = info->si_syscall, trap_code = info->si_code;
}
static int install(int number, unsigned action) { // this call gets this action, all others go on
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, action),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog p = {sizeof program / sizeof *program, program};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p);
}

int main(void) {
    pid_t pid = xfork();
    if (pid == 0) {
        drop_root();
        ERR(EACCES, install(SYS_getppid, SECCOMP_RET_ALLOW)); // needs no_new_privs
        return finish();
    }
    STR("exit 0", reap(pid));
    OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    pid = xfork();
    if (pid == 0) {
        OK(install(SYS_getppid, SECCOMP_RET_ERRNO | EXDEV));
        ERR(EXDEV, syscall(SYS_getppid));
        CHECK(syscall(SYS_getpid) == getpid());
        EQ(2, prctl(PR_GET_SECCOMP));
        handle_info(SIGSYS, on_sys, 0);
        OK(install(SYS_getuid, SECCOMP_RET_TRAP));
        syscall(SYS_getuid);
        CHECK(trapped == SYS_getuid && trap_code == 1); // SYS_SECCOMP
        pid_t child = xfork();
        if (child == 0) _exit(syscall(SYS_getppid) == -1 && errno == EXDEV ? 0 : 1); // inherited
        STR("exit 0", reap(child));
        ERR(EINVAL, prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT)); // no way back
        return finish();
    }
    STR("exit 0", reap(pid));
    pid = xfork();
    if (pid == 0) {
        install(SYS_getppid, SECCOMP_RET_KILL_PROCESS);
        syscall(SYS_getppid);
        _exit(0);
    }
    STR("killed by SIGSYS", reap(pid));
    pid = xfork();
    if (pid == 0) {
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
        MUST(write(1, "", 0)); // read, write and exit are left
        syscall(SYS_exit, 7);
    }
    STR("exit 7", reap(pid));
    pid = xfork();
    if (pid == 0) {
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
        syscall(SYS_getpid);
        syscall(SYS_exit, 7);
    }
    STR("killed by SIGKILL", reap(pid));
    CHECK(syscall(SYS_getppid) >= 0); // we ourselves have no filter
    ERR(EINVAL, prctl(PR_SET_SECCOMP, 99));
    return finish();
}

// Calls that a system may lack: either ENOSYS (callers fall back), or right in full; never half.
#include "../test.h"
#include <linux/openat2.h>
#include <sys/mman.h>

int main(void) {
    put("file", "text");
    MUST(mkdir("d", 0755));
    MUST(symlink("../file", "d/out"));
    int d = MUST(open("d", O_RDONLY));
    struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_BENEATH};
    long fd = syscall(SYS_openat2, d, "out", &how, sizeof how);
    CHECK(fd == -1 && (errno == ENOSYS || errno == EXDEV)); // leads out of the directory
    how.resolve = RESOLVE_NO_SYMLINKS;
    fd = syscall(SYS_openat2, d, "out", &how, sizeof how);
    CHECK(fd == -1 && (errno == ENOSYS || errno == ELOOP));
    how.resolve = 0;
    fd = syscall(SYS_openat2, d, "out", &how, sizeof how);
    char c = 0;
    CHECK((fd == -1 && errno == ENOSYS) || (fd >= 0 && read(fd, &c, 1) == 1 && c == 't'));
    long r = syscall(SYS_faccessat2, AT_FDCWD, "file", R_OK, AT_EACCESS);
    CHECK(r == 0 || errno == ENOSYS);
    r = syscall(SYS_rseq, 16, 32, 0, 0); // the C library has registered it, if it exists
    CHECK(r == -1);
    r = syscall(SYS_futex_waitv, NULL, 0, 0, NULL, 0);
    CHECK(r == -1 && (errno == ENOSYS || errno == EINVAL));
    r = syscall(SYS_io_uring_setup, 0, NULL);
    CHECK(r == -1);
    r = syscall(SYS_process_madvise, -1, NULL, 0, 0, 0);
    CHECK(r == -1 && (errno == ENOSYS || errno == EBADF || errno == EINVAL));
    r = syscall(SYS_pkey_alloc, 99, 0);
    CHECK(r == -1 && (errno == ENOSYS || errno == EINVAL));
    char *p = MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    r = pkey_mprotect(p, 4096, PROT_READ | PROT_WRITE, -1); // without a key it is mprotect
    CHECK(r == 0 || errno == ENOSYS);
    MUST(mprotect(p, 4096, PROT_READ | PROT_WRITE));
    p[0] = 1;
    r = syscall(SYS_userfaultfd, 0xffff);
    CHECK(r == -1);
    r = syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0);
    CHECK(r == -1);
    r = syscall(SYS_bpf, 9999, NULL, 0);
    CHECK(r == -1);
    r = syscall(SYS_kcmp, getpid(), getpid(), 0, 0, 0);
    CHECK(r == 0 || errno == ENOSYS || errno == EPERM);
    r = syscall(SYS_mount_setattr, -1, "", 0, NULL, 0);
    CHECK(r == -1);
    r = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    CHECK(r >= 1 || errno == ENOSYS || errno == EOPNOTSUPP);
    return finish();
}

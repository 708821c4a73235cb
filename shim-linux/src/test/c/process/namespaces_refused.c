// Namespaces, chroot and mounts are refused cleanly to an ordinary user, and nothing changes.
#include "../test.h"
#include <sched.h>
#include <sys/mount.h>

int main(void) {
    struct stat before, after;
    MUST(chmod(".", 0777));
    MUST(mkdir("d", 0777));
    drop_root();
    MUST(stat("/", &before));
    ERR(EPERM, unshare(CLONE_NEWNS));
    ERR(EPERM, unshare(CLONE_NEWPID));
    ERR(EPERM, unshare(CLONE_NEWUTS));
    ERR(EPERM, unshare(CLONE_NEWIPC));
    OK(unshare(CLONE_FS | CLONE_FILES));
    OK(unshare(0));
    ERR(EPERM, chroot("d"));
    ERR(EPERM, mount("none", "d", "tmpfs", 0, NULL));
    ERR(EPERM, umount2("d", 0));
    ERR(EPERM, sethostname("x", 1));
    ERR(EPERM, syscall(SYS_pivot_root, "d", "d"));
    ERR(EPERM, syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0));
    ERR(EBADF, setns(-1, 0));
    MUST(stat("/", &after));
    CHECK(before.st_ino == after.st_ino);
    return finish();
}

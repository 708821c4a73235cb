// What only the system's owner may do is refused to an ordinary user, cleanly: EPERM, or ENOSYS where it does not exist.
#include "../test.h"

#define REFUSED(...)                                                                       \
    do {                                                                                   \
        errno = 0;                                                                         \
        long result_ = (__VA_ARGS__);                                                      \
        if (result_ == -1 && (errno == EPERM || errno == ENOSYS)) say("%s: refused", #__VA_ARGS__); \
        else FAIL_AT("%s: %ld %s", #__VA_ARGS__, result_, errname(errno));                 \
    } while (0)

int main(void) {
    MUST(chmod(".", 0777));
    put("file", "");
    drop_root();
    if (geteuid() == 0 || getuid() == 0) return 2; // never as root
    REFUSED(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
    REFUSED(syscall(SYS_swapon, "file", 0));
    REFUSED(syscall(SYS_swapoff, "file"));
    REFUSED(syscall(SYS_init_module, NULL, 0, ""));
    REFUSED(syscall(SYS_delete_module, "x", 0));
    REFUSED(syscall(SYS_acct, "file"));
    REFUSED(syscall(SYS_setdomainname, "x", 1));
    REFUSED(syscall(SYS_iopl, 3));
    REFUSED(syscall(SYS_ioperm, 0x80, 1, 1));
    REFUSED(syscall(SYS_kexec_load, 0, 0, NULL, 0));
    REFUSED(syscall(SYS_vhangup));
    REFUSED(syscall(SYS_mknod, "device", S_IFCHR | 0666, 0x103));
    REFUSED(syscall(SYS_chroot, "."));
    REFUSED(syscall(SYS_sethostname, "x", 1));
    ERR(ENOENT, access("device", F_OK));
    STR("", get("file"));
    return finish();
}

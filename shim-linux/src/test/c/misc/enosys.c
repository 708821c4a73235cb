// System calls that do not exist: ENOSYS, whatever the arguments, and nothing else happens.
#include "../test.h"

int main(void) {
    ERR(ENOSYS, syscall(9999));
    ERR(ENOSYS, syscall(9999, -1L, -1L, -1L, -1L, -1L, -1L));
    ERR(ENOSYS, syscall(-1));
    ERR(ENOSYS, syscall(-2));
    ERR(ENOSYS, syscall(1000000));
    ERR(ENOSYS, syscall(0x7fffffff));
    ERR(ENOSYS, syscall(400));
    ERR(ENOSYS, syscall(423));
    ERR(ENOSYS, syscall(SYS_afs_syscall));
    ERR(ENOSYS, syscall(SYS_tuxcall));
    ERR(ENOSYS, syscall(SYS_security));
    ERR(ENOSYS, syscall(SYS_vserver));
    ERR(ENOSYS, syscall(SYS_getpmsg));
    ERR(ENOSYS, syscall(SYS_putpmsg));
    ERR(ENOSYS, syscall(SYS_get_thread_area));
    ERR(ENOSYS, syscall(SYS_set_thread_area));
    ERR(ENOSYS, syscall(SYS_epoll_ctl_old));
    ERR(ENOSYS, syscall(SYS_create_module));
    ERR(ENOSYS, syscall(SYS_nfsservctl));
    CHECK(syscall(SYS_getpid) == getpid());
    return finish();
}

// process_vm_readv and writev: within oneself and to a child; partial results; errors.
#include "../test.h"
#include <sys/mman.h>
#include <sys/uio.h>

static char secret[16] = "parent's";

int main(void) {
    char buffer[32] = {0};
    struct iovec local = {buffer, sizeof buffer}, remote = {secret, 9};
    EQ(9, process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
    STR("parent's", buffer);
    int p[2], q[2];
    MUST(pipe(p));
    MUST(pipe(q));
    pid_t pid = xfork();
    if (pid == 0) {
        strcpy(secret, "child's");
        MUST(write(p[1], "x", 1));
        MUST(read(q[0], buffer, 1));
        STR("changed", secret);
        return finish();
    }
    MUST(read(p[0], buffer, 1));
    EQ(9, process_vm_readv(pid, &local, 1, &remote, 1, 0));
    STR("child's", buffer);
    STR("parent's", secret);
    struct iovec parts[2] = {{"chan", 4}, {"ged", 4}};
    EQ(8, process_vm_writev(pid, parts, 2, &remote, 1, 0));
    char *edge = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    MUST(munmap(edge + 4096, 4096));
    struct iovec over[2] = {{edge + 4090, 6}, {edge + 4096, 6}};
    EQ(6, process_vm_readv(getpid(), &local, 1, over, 2, 0));
    ERR(EFAULT, process_vm_readv(getpid(), &local, 1, over + 1, 1, 0));
    ERR(ESRCH, process_vm_readv(0x3fffffff, &local, 1, &remote, 1, 0));
    ERR(EINVAL, process_vm_readv(pid, &local, 1, &remote, 1, 1));
    MUST(write(q[1], "x", 1));
    STR("exit 0", reap(pid));
    return finish();
}

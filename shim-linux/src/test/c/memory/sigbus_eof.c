// A page wholly beyond the end of a mapped file is SIGBUS, until the file grows; cutting the file takes pages away.
#include "../test.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf out;
static volatile int code;
static void *volatile address;
static void on_bus(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    code = info->si_code, address = info->si_addr;
    siglongjmp(out, 1);
}
static int peek(volatile char *p) {
    if (sigsetjmp(out, 1)) return -1;
    return *p;
}

int main(void) {
    handle_info(SIGBUS, on_bus, 0);
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(write(fd, "0123456789", 10));
    for (int shared = 0; shared < 2; shared++) {
        MUST(ftruncate(fd, 10));
        int flags = shared ? MAP_SHARED : MAP_PRIVATE;
        char *p = MUST(mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, flags, fd, 0));
        EQ('9', peek(p + 9));
        EQ(0, peek(p + 10));
        EQ(0, peek(p + 4095));
        EQ(-1, peek(p + 4096 + 5));
        CHECK(code == BUS_ADRERR && address == p + 4096 + 5);
        EQ(-1, peek(p + 3 * 4096));
        ERR(EFAULT, pwrite(fd, p + 4096, 1, 0)); // the kernel sees it too
        OK(ftruncate(fd, 2 * 4096 + 1));
        EQ(0, peek(p + 4096));
        EQ(0, peek(p + 2 * 4096));
        EQ(-1, peek(p + 3 * 4096));
        p[4096] = 'w';
        OK(ftruncate(fd, 4096));
        EQ(-1, peek(p + 4096)); // even where it had been written
        OK(ftruncate(fd, 4 * 4096));
        EQ(0, peek(p + 4096)); // comes back as zeroes
        OK(munmap(p, 4 * 4096));
    }
    OK(ftruncate(fd, 10));
    char *p = MUST(mmap(NULL, 2 * 4096, PROT_READ, MAP_SHARED, fd, 0));
    pid_t pid = xfork();
    if (pid == 0) {
        handle(SIGBUS, SIG_DFL, 0);
        _exit(*(volatile char *)(p + 4096));
    }
    STR("killed by SIGBUS", reap(pid));
    return finish();
}

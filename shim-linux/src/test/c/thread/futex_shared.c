// Futexes between processes: keyed by the memory behind them, not by the address; a private one is another futex.
#include "../test.h"
#include <linux/futex.h>
#include <sys/mman.h>

static long wake(int *word, int flag) { return syscall(SYS_futex, word, FUTEX_WAKE | flag, 100, NULL, NULL, 0); }
static long wake_sometime(int *word) {
    long n = 0;
    for (int i = 0; i < 10000 && n == 0; i++) n = wake(word, 0), msleep(1);
    return n;
}

int main(void) {
    int fd = MUST(open("file", O_RDWR | O_CREAT, 0600));
    MUST(ftruncate(fd, 3 * 4096));
    char *anonymous = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    char *file = MUST(mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    for (int i = 0; i < 3; i++) {
        int *word = (int *)(i == 0 ? anonymous + 8 : file + 4096 + 8);
        pid_t pid = xfork();
        if (pid == 0) {
            if (i == 2) { // by another mapping at another address
                int own = MUST(open("file", O_RDWR));
                munmap(file, 3 * 4096);
                word = (int *)((char *)MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, own, 4096)) + 8);
            }
            struct timespec patience = {10, 0};
            _exit(syscall(SYS_futex, word, FUTEX_WAIT, 0, &patience, NULL, 0) == 0 ? 3 : 4);
        }
        EQ(0, wake(word, FUTEX_PRIVATE_FLAG)); // concerns this process only
        EQ(1, wake_sometime(word));
        STR("exit 3", reap(pid));
    }
    int *p = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    pid_t pid = xfork();
    if (pid == 0) { // private memory: a futex of its own in each process
        struct timespec brief = {0, 50000000};
        _exit(syscall(SYS_futex, p, FUTEX_WAIT, 0, &brief, NULL, 0) == -1 && errno == ETIMEDOUT ? 3 : 4);
    }
    for (int i = 0; i < 20; i++)
        if (wake(p, 0) != 0) FAIL_AT("%s", "woke a stranger");
    STR("exit 3", reap(pid));
    int *twin = mremap(file, 0, 4096, MREMAP_MAYMOVE); // two addresses of one page in one process
    CHECK(twin != MAP_FAILED);
    pid = xfork();
    if (pid == 0) _exit(syscall(SYS_futex, twin, FUTEX_WAIT, 0, NULL, NULL, 0) == 0 ? 3 : 4);
    EQ(1, wake_sometime((int *)file));
    STR("exit 3", reap(pid));
    return finish();
}

// Shared anonymous memory is one memory for a family of processes, also what is touched only after fork.
#include "../test.h"
#include <sys/mman.h>

int main(void) {
    const size_t size = 4 << 20;
    unsigned *p = MUST(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    unsigned *counter = p, *slots = p + 1024;
    pid_t pids[4];
    for (int i = 0; i < 4; i++) {
        pids[i] = xfork();
        if (pids[i] == 0) {
            for (int k = 0; k < 10000; k++) __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
            slots[i * 100000] = i + 1;
            _exit(0);
        }
    }
    for (int i = 0; i < 4; i++) STR("exit 0", reap(pids[i]));
    EQ(40000, *counter);
    EQ(1, slots[0]);
    EQ(4, slots[300000]);
    pid_t pid = xfork();
    if (pid == 0) { // unmapping and protecting are private matters
        mprotect(p, 4096, PROT_NONE);
        munmap(p + 4096, size - 16384);
        *counter = 9;
        _exit(0);
    }
    STR("killed by SIGSEGV", reap(pid));
    EQ(4, slots[300000]);
    slots[0] = 10;
    EQ(10, slots[0]);
    pid = xfork();
    if (pid == 0) {
        pid_t grandchild = xfork();
        if (grandchild == 0) {
            slots[7] = 77;
            _exit(0);
        }
        reap(grandchild);
        _exit(slots[7]);
    }
    STR("exit 77", reap(pid));
    EQ(77, slots[7]);
    int zero = MUST(open("/dev/zero", O_RDWR)); // the old way to the same thing
    int *z = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0));
    pid = xfork();
    if (pid == 0) *z = 5, _exit(0);
    STR("exit 0", reap(pid));
    EQ(5, *z);
    return finish();
}
